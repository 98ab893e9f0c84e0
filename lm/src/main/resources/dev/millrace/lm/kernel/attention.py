# Causal attention (Vaswani et al., 2017) with grouped queries (Ainslie et al., 2023), each document by itself.
#
# qkv [tokens, (heads + 2 kvHeads) * headDim] after rotation, out [tokens, heads * headDim]. A span is a run of documents of
# one length, (first token, documents, length); spans lists them one after the other. Documents and kvHeads are one batch
# dimension, the queries that share a key-value head stand below each other, so that k and v are never repeated.
# Query rows go in blocks: block rows see keys up to their own end only, which skips most of the causal half.
# In a window, row i sees keys i - window + 1 .. i (window 0: all before it).

# heads of a span [documents, length, kvHeads, group, headDim], rows start .. start + rows -> [documents * kvHeads, group * rows, headDim]
def block(self, x: Tensor, start: int, rows: int) -> Tensor:
  d, n, kv, group, hd = x.size()
  b = torch.permute(torch.narrow(x, 1, start, rows), [0, 2, 3, 1, 4])
  return torch.reshape(b, [d * kv, group * rows, hd])

# the way back: x[:, start : start + rows] = y
def put_block(self, y: Tensor, start: int, rows: int, x: Tensor) -> None:
  d, n, kv, group, hd = x.size()
  b = torch.permute(torch.view(y, [d, kv, group, rows, hd]), [0, 3, 1, 2, 4])
  torch.copy_(torch.narrow(x, 1, start, rows), b)
  return None

# columns from .. of a span's rows as [documents, length, kvHeads, group, headDim]
def heads_of(self, x: Tensor, first: int, documents: int, length: int, head: int, kv: int, group: int, hd: int) -> Tensor:
  rows = torch.narrow(x, 0, first, documents * length)
  columns = torch.narrow(rows, 1, head * hd, kv * group * hd)
  return torch.unflatten(torch.unflatten(columns, 1, [kv, group, hd]), 0, [documents, length])

# softmax(q . k^T), masked: q [batch, group * rows, headDim] (scaled) at rows start .., keys from low on
def probabilities(self, q: Tensor, keys: Tensor, start: int, rows: int, low: int, window: int) -> Tensor:
  s = torch.bmm(q, torch.transpose(keys, 1, 2))
  n = keys.size(1)
  row = torch.unsqueeze(torch.arange(start, start + rows, device=s.device), 1)
  key = torch.arange(low, low + n, device=s.device)
  s4 = torch.view(s, [s.size(0), -1, rows, n])
  own = torch.narrow(s4, 3, n - rows, rows)
  torch.masked_fill_(own, torch.gt(torch.narrow(key, 0, n - rows, rows), row), -float("inf"))
  if torch.gt(window, 0):
    torch.masked_fill_(s4, torch.le(key, row - window), -float("inf"))
  return torch.softmax(s, -1)

def low_key(self, start: int, window: int) -> int:
  low = 0
  if torch.gt(window, 0):
    low = ops.prim.max(0, start - window + 1)
  return low

def attention(self, qkv: Tensor, kv: int, group: int, hd: int, window: int, block_rows: int, spans: List[int], out: Tensor) -> None:
  scale = torch.pow(hd, -0.5)
  for i in range(len(spans) // 3):
    first = spans[3 * i]
    documents = spans[3 * i + 1]
    length = spans[3 * i + 2]
    q = self.heads_of(qkv, first, documents, length, 0, kv, group, hd)
    keys = self.block(self.heads_of(qkv, first, documents, length, kv * group, kv, 1, hd), 0, length)
    values = self.block(self.heads_of(qkv, first, documents, length, kv * group + kv, kv, 1, hd), 0, length)
    o = self.heads_of(out, first, documents, length, 0, kv, group, hd)
    for j in range((length + block_rows - 1) // block_rows):
      start = j * block_rows
      rows = ops.prim.min(block_rows, length - start)
      low = self.low_key(start, window)
      count = start + rows - low
      p = self.probabilities(self.block(q, start, rows) * scale, torch.narrow(keys, 1, low, count), start, rows, low, window)
      self.put_block(torch.bmm(p, torch.narrow(values, 1, low, count)), start, rows, o)
  return None

# gradient of qkv (same shape) from go = d loss / d out
def attention_backward(self, qkv: Tensor, go: Tensor, kv: int, group: int, hd: int, window: int, block_rows: int, spans: List[int], gqkv: Tensor) -> None:
  scale = torch.pow(hd, -0.5)
  for i in range(len(spans) // 3):
    first = spans[3 * i]
    documents = spans[3 * i + 1]
    length = spans[3 * i + 2]
    q = self.heads_of(qkv, first, documents, length, 0, kv, group, hd)
    keys = self.block(self.heads_of(qkv, first, documents, length, kv * group, kv, 1, hd), 0, length)
    values = self.block(self.heads_of(qkv, first, documents, length, kv * group + kv, kv, 1, hd), 0, length)
    g = self.heads_of(go, first, documents, length, 0, kv, group, hd)
    gq = self.heads_of(gqkv, first, documents, length, 0, kv, group, hd)
    gkeys = torch.zeros(keys.size(), dtype=6, device=keys.device)
    gvalues = torch.zeros(keys.size(), dtype=6, device=keys.device)
    for j in range((length + block_rows - 1) // block_rows):
      start = j * block_rows
      rows = ops.prim.min(block_rows, length - start)
      low = self.low_key(start, window)
      count = start + rows - low
      kb = torch.narrow(keys, 1, low, count)
      qb = self.block(q, start, rows) * scale
      gb = self.block(g, start, rows)
      p = self.probabilities(qb, kb, start, rows, low, window)
      torch.add_(torch.narrow(gvalues, 1, low, count), torch.bmm(torch.transpose(p, 1, 2), gb))
      gp = torch.bmm(gb, torch.transpose(torch.narrow(values, 1, low, count), 1, 2))
      gs = torch._softmax_backward_data(gp, p, -1, p.dtype)
      self.put_block(torch.mul_(torch.bmm(gs, kb), scale), start, rows, gq)
      torch.add_(torch.narrow(gkeys, 1, low, count), torch.bmm(torch.transpose(gs, 1, 2), qb))
    self.put_block(gkeys, 0, length, self.heads_of(gqkv, first, documents, length, kv * group, kv, 1, hd))
    self.put_block(gvalues, 0, length, self.heads_of(gqkv, first, documents, length, kv * group + kv, kv, 1, hd))
  return None
