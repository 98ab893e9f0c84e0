# NF4 with double quantization (Dettmers et al., 2023), spread out by operators. Of n weights: packed [ceil(n / 2)] u8 with
# the first code in the high nibble, absmax_codes [ceil(n / 64)] u8, scales [ceil(n / 16384)] f32; levels [16] and
# absmax_values [256] f32 are what the codes stand for.

def nf4_absmax(self, absmax_codes: Tensor, scales: Tensor, offset: float, absmax_values: Tensor) -> Tensor:
  values = torch.index_select(absmax_values, 0, absmax_codes.to(3))
  own_scales = torch.narrow(torch.repeat_interleave(scales, 256), 0, 0, values.size(0))
  return values * own_scales + offset

# out [rows, cols], contiguous
def nf4_spread(self, packed: Tensor, absmax_codes: Tensor, scales: Tensor, offset: float, levels: Tensor, absmax_values: Tensor, out: Tensor) -> None:
  flat = torch.view(out, [-1])
  n = flat.size(0)
  codes = torch.reshape(torch.stack([torch.bitwise_right_shift(packed, 4), torch.bitwise_and(packed, 15)], 1), [-1])
  absmax = torch.repeat_interleave(self.nf4_absmax(absmax_codes, scales, offset, absmax_values), 64)
  weights = torch.index_select(levels, 0, torch.narrow(codes, 0, 0, n).to(3))
  torch.copy_(flat, weights * torch.narrow(absmax, 0, 0, n))
  return None
