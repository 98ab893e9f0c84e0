# The cache of keys and values [kvHeads, capacity, headDim] that decoding reads. rotated [tokens, (heads + 2 kvHeads) * headDim].

# writes the keys and values of rotated at positions at ..
def remember(self, rotated: Tensor, keys: Tensor, values: Tensor, at: int, heads: int) -> None:
  x = torch.transpose(torch.unflatten(rotated, 1, [-1, keys.size(2)]), 0, 1)
  kv = keys.size(0)
  torch.copy_(torch.narrow(keys, 1, at, rotated.size(0)), torch.narrow(x, 0, heads, kv))
  torch.copy_(torch.narrow(values, 1, at, rotated.size(0)), torch.narrow(x, 0, heads + kv, kv))
  return None

# one token's attention over positions low .. low + count; out [1, heads * headDim]
def attend_to_memory(self, rotated: Tensor, keys: Tensor, values: Tensor, low: int, count: int, group: int, out: Tensor) -> None:
  kv = keys.size(0)
  hd = keys.size(2)
  q = torch.view(torch.narrow(rotated, 1, 0, kv * group * hd), [kv, group, hd])
  s = torch.bmm(torch.mul(q, torch.pow(hd, -0.5)), torch.transpose(torch.narrow(keys, 1, low, count), 1, 2))
  p = torch.softmax(s, -1)
  torch.copy_(torch.view(out, [kv, group, hd]), torch.bmm(p, torch.narrow(values, 1, low, count)))
  return None
