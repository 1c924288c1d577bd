/* SW-1 in C: the law of law.py by the same method as ours.py (alias tables, words of choosers).
   Built by native.py: gcc -O3 -march=native -ffast-math -fopenmp -shared -fPIC sw1.c -lm */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRMS = 60, BLOCS = 5, FIRMS_OF_A_BLOC = 12, SANCTIONS_FROM = 40 };

static const uint64_t STEP = 0x9E3779B97F4A7C15ull;

static inline uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

static inline uint64_t word(uint64_t key, uint64_t counter) { return mix(key + counter * STEP); }

static inline double unit(uint64_t key, uint64_t counter) {
  return (double)(int64_t)(word(key, counter) >> 11) * (1.0 / 9007199254740992.0);
}

typedef struct {
  double quality, cash, price, appeal;
  int64_t sales;
} Firm;

typedef struct {
  int64_t buyers, served[FIRMS], either[2 * FIRMS];
  double weight[FIRMS], limit[FIRMS], bonus[FIRMS];
} Bloc;

static int may_buy(int buyers, int firms, int quarter) {
  return quarter < SANCTIONS_FROM ||
         !((buyers == 1 && firms == 0) || ((buyers == 0 || buyers == 2) && firms == 1));
}

static double weigh(Bloc *bloc, int place, const Firm *firms, int quarter) {
  double total = 0.0;
  for (int k = 0; k < BLOCS; k++) {
    int64_t served = 0;
    for (int j = 0; j < FIRMS_OF_A_BLOC; j++) served += bloc->served[k * FIRMS_OF_A_BLOC + j];
    double pull = may_buy(place, k, quarter) ? exp(0.8 * served / bloc->buyers) : 0.0;
    for (int f = k * FIRMS_OF_A_BLOC; f < (k + 1) * FIRMS_OF_A_BLOC; f++)
      total += bloc->weight[f] = pull * firms[f].appeal;
  }
  return total;
}

static void build_alias(Bloc *bloc, double total) {
  int low[FIRMS], high[FIRMS], lows = 0, highs = 0;
  double stay = (1.0 / exp(-1.5) - 1.0) / total;
  for (int f = 0; f < FIRMS; f++) {
    bloc->bonus[f] = bloc->weight[f] * stay;
    bloc->weight[f] *= FIRMS / total;
    bloc->limit[f] = 1.0;
    bloc->either[2 * f] = bloc->either[2 * f + 1] = f;
    if (bloc->weight[f] < 1.0) low[lows++] = f;
    else high[highs++] = f;
  }
  while (lows > 0 && highs > 0) {
    int small = low[--lows], large = high[highs - 1];
    bloc->limit[small] = bloc->weight[small];
    bloc->either[2 * small + 1] = large;
    bloc->weight[large] -= 1.0 - bloc->weight[small];
    if (bloc->weight[large] < 1.0) {
      highs--;
      low[lows++] = large;
    }
  }
}

static inline void choose(Bloc *bloc, uint8_t *buyer, double draw) {
  int64_t present = *buyer;
  double bonus = bloc->bonus[present];
  double place = draw * (1.0 + bonus) - bonus;
  double slot = fmax(place, 0.0) * FIRMS;
  int64_t f = (int64_t)slot;
  int64_t chosen = bloc->either[2 * f + (slot - f >= bloc->limit[f])];
  chosen = place >= 0.0 ? chosen : present;
  *buyer = chosen;
  bloc->served[present]--;
  bloc->served[chosen]++;
}

/* One run: out has 6 numbers a quarter, the shares of the blocs and the mean quality; the result is
   the concentration at the end. */
double sw1_play(int64_t seed, int buyers, int quarters, double *out) {
  Firm firms[FIRMS];
  Bloc blocs[BLOCS];
  int most = (buyers + BLOCS - 1) / BLOCS, words = (most + 63) / 64;
  uint8_t *firm_of = malloc((size_t)BLOCS * most);
  uint64_t key = mix((uint64_t)seed * STEP + 1), counter = 0;
  memset(blocs, 0, sizeof blocs);
  for (int f = 0; f < FIRMS; f++) {
    double lead = f < FIRMS_OF_A_BLOC ? 1.3 : 1.0;
    double place = (double)(f % FIRMS_OF_A_BLOC) / (FIRMS_OF_A_BLOC - 1);
    firms[f] = (Firm){.quality = lead * (1.0 + 0.2 * place), .cash = 50.0, .sales = 0};
  }
  for (int b = 0; b < BLOCS; b++) {
    blocs[b].buyers = (buyers - b + BLOCS - 1) / BLOCS;
    for (int i = 0; i < blocs[b].buyers; i++) {
      int f = (int)(unit(key, counter++) * FIRMS);
      firm_of[b * most + i] = f;
      blocs[b].served[f]++;
      firms[f].sales++;
    }
  }
  for (int t = 0; t < quarters; t++) {
    counter = (uint64_t)(t + 1) << 36;
    for (int f = 0; f < FIRMS; f++, counter += 2) {
      Firm *firm = &firms[f];
      double spend = 0.02 * fmax(firm->cash, 0.0);
      firm->cash -= spend;
      if (unit(key, counter) < 1.0 - exp(-0.1 * spend))
        firm->quality *= 1.0 + 0.1 * unit(key, counter + 1);
      firm->price = 1.2 + 0.5 * firm->sales / buyers;
      double ratio = firm->quality / firm->price;
      firm->appeal = ratio * ratio;
    }
    for (int b = 0; b < BLOCS; b++) {
      build_alias(&blocs[b], weigh(&blocs[b], b, firms, t));
      for (int w = 0; w < words; w++, counter += 66) {
        uint64_t choosers = word(key, counter) & word(key, counter + 1);
        int64_t left = blocs[b].buyers - 64 * w;
        if (left < 64) choosers &= left > 0 ? (1ull << left) - 1 : 0;
        for (; choosers; choosers &= choosers - 1) {
          int bit = __builtin_ctzll(choosers);
          choose(&blocs[b], &firm_of[b * most + 64 * w + bit], unit(key, counter + 2 + bit));
        }
      }
    }
    double quality = 0.0, shares[BLOCS] = {0.0};
    for (int f = 0; f < FIRMS; f++) {
      firms[f].sales = 0;
      for (int b = 0; b < BLOCS; b++) firms[f].sales += blocs[b].served[f];
      firms[f].cash += 0.2 * (2000.0 / buyers) * (firms[f].price - 1.0) * firms[f].sales;
      shares[f / FIRMS_OF_A_BLOC] += (double)firms[f].sales / buyers;
      quality += firms[f].quality;
    }
    for (int b = 0; b < BLOCS; b++) out[6 * t + b] = shares[b];
    out[6 * t + BLOCS] = quality / FIRMS;
  }
  double concentration = 0.0;
  for (int f = 0; f < FIRMS; f++) {
    double share = (double)firms[f].sales / buyers;
    concentration += share * share;
  }
  free(firm_of);
  return concentration;
}

void sw1_ensemble(int64_t first, int runs, int buyers, int quarters, int threads, double *out,
                  double *concentration) {
#pragma omp parallel for schedule(dynamic, 4) num_threads(threads)
  for (int r = 0; r < runs; r++)
    concentration[r] = sw1_play(first + r, buyers, quarters, out + (size_t)r * quarters * 6);
}
