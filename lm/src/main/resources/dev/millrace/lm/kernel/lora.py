# Low-rank adaptation (Hu et al., 2021) of stacked projections: y += scale . (x . A^T) . B^T,
# A [ranks, in] holds the A of every adapted part one below the other, B [out, ranks] their B block by block.
# The input may pass a dropout mask [tokens, in] of 0 and 1 / (1 - p) first.

def lora(self, x: Tensor, a: Tensor, b: Tensor, scale: float, y: Tensor) -> None:
  torch.addmm(y, torch.mm(x, torch.t(a)), torch.t(b), beta=1, alpha=scale, out=y)
  return None

# gt = scale . gy . B, the gradient of t = x . A^T; gradient of A [ranks, in] f32 += gt^T . x
def lora_gradient_a(self, gy: Tensor, x: Tensor, b: Tensor, scale: float, gradient: Tensor) -> Tensor:
  gt = torch.mul_(torch.mm(gy, b), scale)
  torch.add_(gradient, torch.mm(torch.t(gt), x))
  return gt

# part i covers rows out_from[i] .. + out_rows[i] of B; its gradient [rows, rank] f32 += scale . gy^T . t, its own block
def lora_gradient_b(self, gy: Tensor, x: Tensor, a: Tensor, scale: float, rows: List[int], gradients: List[Tensor]) -> None:
  t = torch.mm(x, torch.t(a))
  column = 0
  for i in range(len(gradients)):
    g = gradients[i]
    block = torch.mm(torch.t(torch.narrow(gy, 1, rows[i], g.size(0))), torch.narrow(t, 1, column, g.size(1)))
    torch.add_(g, block, alpha=scale)
    column = column + g.size(1)
  return None

def lora_input_gradient(self, gt: Tensor, a: Tensor, gx: Tensor) -> None:
  torch.addmm(gx, gt, a, out=gx)
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
