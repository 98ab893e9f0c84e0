# Matrix products. x [tokens, in], weight [out, in], y [tokens, out].

def linear(self, x: Tensor, weight: Tensor, y: Tensor) -> None:
  torch.mm(x, torch.t(weight), out=y)
  return None

# y = start + x . weight^T; start is a bias [out] or the residual stream [tokens, out] (which may be y itself)
def linear_onto(self, start: Tensor, x: Tensor, weight: Tensor, y: Tensor) -> None:
  torch.addmm(start, x, torch.t(weight), out=y)
  return None

# gx = gy . weight
def linear_backward(self, gy: Tensor, weight: Tensor, gx: Tensor) -> None:
  torch.mm(gy, weight, out=gx)
  return None

# gx += t . b
def linear_backward_onto(self, t: Tensor, b: Tensor, gx: Tensor) -> None:
  torch.addmm(gx, t, b, out=gx)
  return None

# gradient [out, in] f32 += gy^T . x
def weight_gradient(self, gy: Tensor, x: Tensor, gradient: Tensor) -> None:
  torch.add_(gradient, torch.mm(torch.t(gy), x))
  return None

# gradient [out] f32 += column sums of gy
def bias_gradient(self, gy: Tensor, gradient: Tensor) -> None:
  torch.add_(gradient, torch.sum(gy, [0], False, dtype=6))
  return None
