# SwiGLU (Shazeer, 2020): m = silu(gate) * up; gate and up side by side in gate_up [tokens, 2 * width], m [tokens, width].

def swiglu(self, gate_up: Tensor, m: Tensor) -> None:
  width = m.size(1)
  torch.mul(torch.silu(torch.narrow(gate_up, 1, 0, width)), torch.narrow(gate_up, 1, width, width), out=m)
  return None

# gate_up becomes its own gradient, where gm = d loss / d m
def swiglu_backward(self, gate_up: Tensor, gm: Tensor) -> None:
  width = gm.size(1)
  gate = torch.narrow(gate_up, 1, 0, width)
  up = torch.narrow(gate_up, 1, width, width)
  gate_gradient = torch.silu_backward(gm * up, gate)
  torch.mul(gm, torch.silu(gate), out=up)
  torch.copy_(gate, gate_gradient)
  return None
