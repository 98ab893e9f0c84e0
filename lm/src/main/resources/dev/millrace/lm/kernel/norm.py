# RMSNorm (Zhang and Sennrich, 2019): h = x / sqrt(mean(x^2) + eps) * weight. Statistics in f32.
# x, h [..., hidden], weight [hidden]

# Rows go in chunks that stay in the processor's cache; a GPU takes all at once.

def rows_at_once(self, x: Tensor) -> int:
  n = 128
  if ops.prim.is_cuda(x):
    n = ops.prim.max(1, x.size(0))
  return n

def inverse_rms(self, x: Tensor, eps: float) -> Tensor:
  return torch.rsqrt(torch.mean(x * x, [-1], True) + eps)

def rms_norm(self, x: Tensor, weight: Tensor, eps: float, h: Tensor) -> None:
  chunk = self.rows_at_once(x)
  for i in range((x.size(0) + chunk - 1) // chunk):
    n = ops.prim.min(chunk, x.size(0) - i * chunk)
    xf = torch.narrow(x, 0, i * chunk, n).to(6)
    normed = (xf * self.inverse_rms(xf, eps)).to(x.dtype)
    torch.copy_(torch.narrow(h, 0, i * chunk, n), torch.mul(normed, weight))
  return None

# g += d loss / d x, where gh = d loss / d h
def rms_norm_backward(self, x: Tensor, weight: Tensor, eps: float, gh: Tensor, g: Tensor) -> None:
  chunk = self.rows_at_once(x)
  for i in range((x.size(0) + chunk - 1) // chunk):
    n = ops.prim.min(chunk, x.size(0) - i * chunk)
    self.rms_norm_rows_backward(torch.narrow(x, 0, i * chunk, n), weight, eps, torch.narrow(gh, 0, i * chunk, n), torch.narrow(g, 0, i * chunk, n))
  return None

def rms_norm_rows_backward(self, x: Tensor, weight: Tensor, eps: float, gh: Tensor, g: Tensor) -> None:
  xf = x.to(6)
  r = self.inverse_rms(xf, eps)
  n = xf * r
  gn = gh.to(6) * weight
  torch.add_(g, torch.mul_(torch.sub_(gn, n * torch.mean(gn * n, [-1], True)), r))
  return None

# gradient [hidden] f32 += sum over tokens of gh * x / rms(x)
def rms_norm_weight_gradient(self, x: Tensor, eps: float, gh: Tensor, gradient: Tensor) -> None:
  xf = x.to(6)
  n = xf * self.inverse_rms(xf, eps)
  torch.add_(gradient, torch.sum(torch.reshape(n * gh, [-1, x.size(-1)]), [0]))
  return None

# The same for every head by itself: qkv [tokens, (heads + 2 kvHeads) * headDim], weights [headDim]; values pass unchanged.

def head_norm(self, qkv: Tensor, query: Tensor, key: Tensor, eps: float, heads: int, kv: int, out: Tensor) -> None:
  x = torch.unflatten(qkv, 1, [heads + 2 * kv, query.size(0)])
  y = torch.unflatten(out, 1, [heads + 2 * kv, query.size(0)])
  self.rms_norm(torch.narrow(x, 1, 0, heads), query, eps, torch.narrow(y, 1, 0, heads))
  self.rms_norm(torch.narrow(x, 1, heads, kv), key, eps, torch.narrow(y, 1, heads, kv))
  torch.copy_(torch.narrow(y, 1, heads + kv, kv), torch.narrow(x, 1, heads + kv, kv))
  return None

def replace_by_input_gradient(self, x: Tensor, weight: Tensor, eps: float, g: Tensor) -> None:
  gx = torch.zeros_like(g)
  self.rms_norm_backward(x, weight, eps, g, gx)
  torch.copy_(g, gx)
  return None

# g, the gradient of the output, becomes that of qkv
def head_norm_backward(self, qkv: Tensor, query: Tensor, key: Tensor, eps: float, heads: int, kv: int, g: Tensor) -> None:
  x = torch.unflatten(qkv, 1, [heads + 2 * kv, query.size(0)])
  y = torch.unflatten(g, 1, [heads + 2 * kv, query.size(0)])
  self.replace_by_input_gradient(torch.narrow(x, 1, 0, heads), query, eps, torch.narrow(y, 1, 0, heads))
  self.replace_by_input_gradient(torch.narrow(x, 1, heads, kv), key, eps, torch.narrow(y, 1, heads, kv))
  return None

def head_norm_weight_gradient(self, qkv: Tensor, eps: float, heads: int, kv: int, g: Tensor, query: Tensor, key: Tensor) -> None:
  x = torch.unflatten(qkv, 1, [heads + 2 * kv, query.size(0)])
  y = torch.unflatten(g, 1, [heads + 2 * kv, query.size(0)])
  self.rms_norm_weight_gradient(torch.narrow(x, 1, 0, heads), eps, torch.narrow(y, 1, 0, heads), query)
  self.rms_norm_weight_gradient(torch.narrow(x, 1, heads, kv), eps, torch.narrow(y, 1, heads, kv), key)
  return None
