"""The scales in which gaps are told; who only reads histories needs no rule for them."""

# One generation: a factor of 2.6 in dense BF16 (V100, A100, H100, B200; MODEL 1.1).
GENERATION = 0.9555114450274363
# Progress of training compute and algorithms together, OOM a month (MODEL 2.13).
OOM_PER_MONTH = 0.09
