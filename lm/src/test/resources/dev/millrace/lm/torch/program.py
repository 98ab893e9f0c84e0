# the sum of all elements of all tensors, times a factor
def total(self, tensors: List[Tensor], factor: float) -> float:
  sum = 0.0
  for t in tensors:
    sum = sum + float(torch.sum(t))
  return sum * factor

def product(self, a: Tensor, b: Tensor) -> Tensor:
  return torch.mm(a, b)
