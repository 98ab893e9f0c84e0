# Low-rank adaptation (Hu et al., 2021) of stacked projections: y += scale . (x . A^T) . B^T,
# A [ranks, in] holds the A of every adapted part one below the other, B [out, ranks] their B block by block.
# The input may pass a dropout mask [tokens, in] of 0 and 1 / (1 - p) first.

# t = scale . x . A^T; the product itself is y += t . B^T
def reduce(self, x: Tensor, a: Tensor, scale: float, t: Tensor) -> None:
  torch.mm(x, torch.t(a), out=t)
  torch.mul_(t, scale)
  return None

# gt = scale . gy . B, the gradient of x . A^T
def reduce_backward(self, gy: Tensor, b: Tensor, scale: float, gt: Tensor) -> None:
  torch.mm(gy, b, out=gt)
  torch.mul_(gt, scale)
  return None

# the block of B that begins at row and rank: gradient [rows, ranks] f32 += gy^T . t
def block_gradient(self, gy: Tensor, t: Tensor, row: int, rank: int, gradient: Tensor) -> None:
  block = torch.mm(torch.t(torch.narrow(gy, 1, row, gradient.size(0))), torch.narrow(t, 1, rank, gradient.size(1)))
  torch.add_(gradient, block)
  return None

def lora_masked_input_gradient(self, gt: Tensor, a: Tensor, mask: Tensor, gx: Tensor) -> None:
  torch.add_(gx, torch.mul_(torch.mm(gt, a), mask))
  return None

# writes each part's B [rows, rank] into its block of the stacked B
def lora_stack_b(self, parts: List[Tensor], rows: List[int], b: Tensor) -> None:
  column = 0
  for i in range(len(parts)):
    p = parts[i]
    torch.copy_(torch.narrow(torch.narrow(b, 0, rows[i], p.size(0)), 1, column, p.size(1)), p)
    column = column + p.size(1)
  return None

def dropout_mask(self, mask: Tensor, keep: float) -> None:
  torch.mul_(torch.bernoulli_(mask, keep), 1.0 / keep)
  return None

def masked(self, x: Tensor, mask: Tensor, out: Tensor) -> None:
  torch.mul(x, mask, out=out)
  return None
