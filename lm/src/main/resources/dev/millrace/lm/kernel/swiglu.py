# SwiGLU (Shazeer, 2020): m = silu(gate) * up; gate and up side by side in gate_up [tokens, 2 * width], m [tokens, width].
# Rows go in chunks that stay in the processor's cache.

def swiglu(self, gate_up: Tensor, m: Tensor) -> None:
  width = m.size(1)
  chunk = self.rows_at_once(m)
  for i in range((m.size(0) + chunk - 1) // chunk):
    n = ops.prim.min(chunk, m.size(0) - i * chunk)
    rows = torch.narrow(gate_up, 0, i * chunk, n)
    torch.mul(torch.silu(torch.narrow(rows, 1, 0, width)), torch.narrow(rows, 1, width, width), out=torch.narrow(m, 0, i * chunk, n))
  return None

# gate_up becomes its own gradient, where gm = d loss / d m
def swiglu_backward(self, gate_up: Tensor, gm: Tensor) -> None:
  chunk = self.rows_at_once(gm)
  for i in range((gm.size(0) + chunk - 1) // chunk):
    n = ops.prim.min(chunk, gm.size(0) - i * chunk)
    self.swiglu_rows_backward(torch.narrow(gate_up, 0, i * chunk, n), torch.narrow(gm, 0, i * chunk, n))
  return None

def swiglu_rows_backward(self, gate_up: Tensor, gm: Tensor) -> None:
  width = gm.size(1)
  gate = torch.narrow(gate_up, 1, 0, width)
  up = torch.narrow(gate_up, 1, width, width)
  gate_gradient = torch.silu_backward(gm * up, gate)
  torch.mul(gm, torch.silu(gate), out=up)
  torch.copy_(gate, gate_gradient)
  return None
