# Cross-entropy over rows of logits [rows, vocab], targets [rows] i64. losses [rows] f32 = -log softmax(logits)[target].

def cross_entropy(self, logits: Tensor, targets: Tensor, losses: Tensor) -> None:
  lf = logits.to(6)
  chosen = torch.squeeze(torch.gather(lf, 1, torch.unsqueeze(targets, 1)), 1)
  torch.copy_(losses, torch.logsumexp(lf, [1]) - chosen)
  return None

# logits become scale . d sum(losses) / d logits = scale . (softmax(logits) - one at the target)
def cross_entropy_backward(self, logits: Tensor, targets: Tensor, scale: float, losses: Tensor) -> None:
  p = torch.log_softmax(logits, -1, dtype=6)
  y = torch.unsqueeze(targets, 1)
  torch.neg(torch.squeeze(torch.gather(p, 1, y), 1), out=losses)
  g = torch.mul_(torch.exp_(p), scale)
  torch.scatter_add_(g, 1, y, torch.full_like(y, -scale, dtype=6))
  torch.copy_(logits, g)
  return None

# rows of x in another order, and back (rows not named become zero)
def gather_rows(self, x: Tensor, rows: Tensor, out: Tensor) -> None:
  torch.index_select(x, 0, rows, out=out)
  return None

def scatter_rows(self, x: Tensor, rows: Tensor, out: Tensor) -> None:
  torch.index_copy_(torch.zero_(out), 0, rows, x)
  return None
