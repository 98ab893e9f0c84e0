# AdamW (Loshchilov and Hutter, 2019) over lists of f32 tensors; step [] counts the updates.

def adamw(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], lr: float, beta1: float, beta2: float, weight_decay: float, eps: float) -> None:
  torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=weight_decay, eps=eps, amsgrad=False, maximize=False)
  return None

def zero(self, g: List[Tensor]) -> None:
  torch._foreach_zero_(g)
  return None

# root of the sum of squares over all elements of all tensors
def norm(self, g: List[Tensor]) -> float:
  return float(torch.norm(torch.stack(torch._foreach_norm(g, 2))))

def scale(self, g: List[Tensor], factor: float) -> None:
  torch._foreach_mul_(g, factor)
  return None
