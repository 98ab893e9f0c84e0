# Rotary positions (Su et al., 2021), halves as in Hugging Face: (a, b) -> (a cos - b sin, b cos + a sin).
# qkv [tokens, (heads + 2 kvHeads) * headDim]; q and k turn, v stays. cos, sin [tokens, 1, headDim / 2] f32.

def turn(self, x: Tensor, cos: Tensor, sin: Tensor, out: Tensor) -> None:
  half = x.size(-1) // 2
  a = torch.narrow(x, -1, 0, half)
  b = torch.narrow(x, -1, half, half)
  ac = a * cos
  bs = b * sin
  bc = b * cos
  sa = a * sin
  torch.sub(ac, bs, out=torch.narrow(out, -1, 0, half))
  torch.add(bc, sa, out=torch.narrow(out, -1, half, half))
  return None

def rope(self, qkv: Tensor, cos: Tensor, sin: Tensor, turning: int, head_dim: int, out: Tensor) -> None:
  x = torch.unflatten(qkv, 1, [-1, head_dim])
  y = torch.unflatten(out, 1, [-1, head_dim])
  self.turn(torch.narrow(x, 1, 0, turning), cos, sin, torch.narrow(y, 1, 0, turning))
  rest = x.size(1) - turning
  torch.copy_(torch.narrow(y, 1, turning, rest), torch.narrow(x, 1, turning, rest))
  return None

# turns the gradient g of the same shape back, in place
def rope_backward(self, g: Tensor, cos: Tensor, sin: Tensor, turning: int, head_dim: int) -> None:
  x = torch.narrow(torch.unflatten(g, 1, [-1, head_dim]), 1, 0, turning)
  self.turn(x, cos, torch.neg(sin), x)
  return None

# rows of the tables [maxPositions, headDim / 2] at the given positions
def rope_rows(self, table: Tensor, positions: Tensor) -> Tensor:
  return torch.unsqueeze(torch.index_select(table, 0, positions), 1)
