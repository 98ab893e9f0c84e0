# Creation and views. TorchScript as PyTorch serializes it: element types are numbers (6 = f32, 15 = bf16).

def zeros(self, shape: List[int], dtype: int, device: str) -> Tensor:
  return torch.zeros(shape, dtype=dtype, device=torch.device(device))

def empty(self, shape: List[int], dtype: int, device: str) -> Tensor:
  return torch.empty(shape, dtype=dtype, device=torch.device(device))

def narrow(self, x: Tensor, dimension: int, start: int, count: int) -> Tensor:
  return torch.narrow(x, dimension, start, count)

def copy(self, source: Tensor, target: Tensor) -> None:
  torch.copy_(target, source)
  return None
