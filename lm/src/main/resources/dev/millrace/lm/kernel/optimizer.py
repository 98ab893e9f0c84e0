# AdamW (Loshchilov and Hutter, 2019) over lists of f32 tensors; step [] counts the updates.

def adamw(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], lr: float, beta1: float, beta2: float, weight_decay: float, eps: float) -> None:
  torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=weight_decay, eps=eps, amsgrad=False, maximize=False)
  return None

# The same with the moments in 8 bits (Dettmers et al., 2022): m and v are [codes, scales], codes [blocks * 256] u8, scales [blocks] f32,
# one scale for 256 elements. maps holds values [256] and midpoints [255] of the signed type for m, then of the unsigned for v.

# codes of some blocks -> [blocks, 256] f32
def spread_blocks(self, codes: Tensor, scales: Tensor, values: Tensor) -> Tensor:
  shares = torch.view(torch.index_select(values, 0, codes.to(3)), [-1, 256])
  return torch.mul_(shares, torch.unsqueeze(scales, 1))

# the way back; a code is at least `least` where x is above zero
def pack_blocks(self, x: Tensor, midpoints: Tensor, least: int, codes: Tensor, scales: Tensor) -> None:
  largest = torch.amax(torch.abs(x), [1])
  torch.copy_(scales, largest)
  shares = torch.div(x, torch.unsqueeze(torch.clamp_min(largest, 1e-38), 1))
  nearest = torch.bucketize(shares, midpoints, out_int32=True)
  torch.copy_(codes, torch.view(torch.maximum(nearest, torch.mul(torch.gt(x, 0), least)), [-1]))
  return None

# some elements at a time, so that only those are in f32. A mean of squares above zero never becomes zero: its root divides
def adamw_8bit(self, p: Tensor, g: Tensor, m: List[Tensor], v: List[Tensor], maps: List[Tensor], at_once: int, step: int, lr: float, beta1: float, beta2: float, weight_decay: float, eps: float) -> None:
  flat = torch.view(p, [-1])
  gradients = torch.view(g, [-1])
  n = flat.size(0)
  rate = lr / (1.0 - torch.pow(beta1, step))
  root = torch.sqrt(1.0 - torch.pow(beta2, step))
  for i in range((n + at_once - 1) // at_once):
    start = i * at_once
    count = ops.prim.min(at_once, n - start)
    blocks = (count + 255) // 256
    gb = torch.view(torch.constant_pad_nd(torch.narrow(gradients, 0, start, count), [0, blocks * 256 - count]), [blocks, 256])
    mc = torch.narrow(m[0], 0, start, blocks * 256)
    ms = torch.narrow(m[1], 0, start // 256, blocks)
    vc = torch.narrow(v[0], 0, start, blocks * 256)
    vs = torch.narrow(v[1], 0, start // 256, blocks)
    mf = torch.add_(torch.mul_(self.spread_blocks(mc, ms, maps[0]), beta1), gb, alpha=1.0 - beta1)
    vf = torch.addcmul_(torch.mul_(self.spread_blocks(vc, vs, maps[2]), beta2), gb, gb, value=1.0 - beta2)
    move = torch.div(mf, torch.add_(torch.div_(torch.sqrt(vf), root), eps))
    w = torch.narrow(flat, 0, start, count)
    torch.add_(torch.mul_(w, 1.0 - lr * weight_decay), torch.narrow(torch.view(move, [-1]), 0, 0, count), alpha=-rate)
    self.pack_blocks(mf, maps[1], 0, mc, ms)
    self.pack_blocks(vf, maps[3], 1, vc, vs)
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
