# Rotary positions (Su et al., 2021), halves as in Hugging Face: (a, b) -> (a cos - b sin, b cos + a sin), in f32.
# qkv [tokens, (heads + 2 kvHeads) * headDim]; q and k turn, v stays. cos, sin [tokens, 1, headDim / 2] f32.
# Rows go in chunks that stay in the processor's cache.

def turn(self, x: Tensor, cos: Tensor, sin: Tensor, out: Tensor) -> None:
  half = x.size(-1) // 2
  xf = x.to(6)
  swapped = torch.cat([torch.narrow(xf, -1, half, half), torch.narrow(xf, -1, 0, half)], -1)
  turned = xf * torch.cat([cos, cos], -1)
  torch.copy_(out, torch.addcmul_(turned, swapped, torch.cat([torch.neg(sin), sin], -1)))
  return None

def turn_heads(self, x: Tensor, cos: Tensor, sin: Tensor, turning: int, head_dim: int, out: Tensor) -> None:
  a = torch.narrow(torch.unflatten(x, 1, [-1, head_dim]), 1, 0, turning)
  b = torch.narrow(torch.unflatten(out, 1, [-1, head_dim]), 1, 0, turning)
  chunk = 256
  for i in range((x.size(0) + chunk - 1) // chunk):
    start = i * chunk
    n = ops.prim.min(chunk, x.size(0) - start)
    self.turn(torch.narrow(a, 0, start, n), torch.narrow(cos, 0, start, n), torch.narrow(sin, 0, start, n), torch.narrow(b, 0, start, n))
  return None

def rope(self, qkv: Tensor, cos: Tensor, sin: Tensor, turning: int, head_dim: int, out: Tensor) -> None:
  self.turn_heads(qkv, cos, sin, turning, head_dim, out)
  from_values = turning * head_dim
  values = qkv.size(1) - from_values
  torch.copy_(torch.narrow(out, 1, from_values, values), torch.narrow(qkv, 1, from_values, values))
  return None

# turns the gradient g of the same shape back, in place
def rope_backward(self, g: Tensor, cos: Tensor, sin: Tensor, turning: int, head_dim: int) -> None:
  self.turn_heads(g, cos, torch.neg(sin), turning, head_dim, g)
  return None

# rows of the tables [positions, headDim / 2] for each token
def rope_rows(self, table: Tensor, positions: Tensor) -> Tensor:
  return torch.unsqueeze(torch.index_select(table, 0, positions), 1)
