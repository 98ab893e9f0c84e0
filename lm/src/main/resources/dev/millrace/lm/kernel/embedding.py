# Token embeddings: row ids[t] of table [vocab, hidden] for each position t.

def embed(self, table: Tensor, ids: Tensor, x: Tensor) -> None:
  torch.index_select(table, 0, ids, out=x)
  return None

# gradient [vocab, hidden] f32 += the rows of g [tokens, hidden], each at its token
def embed_backward(self, g: Tensor, ids: Tensor, gradient: Tensor) -> None:
  torch.index_add_(gradient, 0, ids, g.to(6))
  return None
