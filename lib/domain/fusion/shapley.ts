/**
 * Exact Shapley values (Shapley 1953): what each of `players` adds to a value, averaged over all orders in which they may
 * join. `worthOf` is asked once for each of the 2^players sets, a set being a mask with bit i for player i. The values
 * add up to what all of them are worth together less what nobody is worth.
 * @throws RangeError for more players than sets can be asked for
 */
export function shapleyValues(players: number, worthOf: (set: number) => number): number[] {
  if (players > 12) throw new RangeError(`${2 ** players} sets are too many`);
  const sets = 2 ** players;
  const worth = Float64Array.from({ length: sets }, (_, set) => worthOf(set));
  const weights = weightsBySize(players);
  return Array.from({ length: players }, (_, player) => {
    const bit = 2 ** player;
    let value = 0;
    for (let set = 0; set < sets; set += 1) {
      if (set & bit) continue;
      const gain = (worth[set | bit] as number) - (worth[set] as number);
      value += (weights[sizeOf(set)] as number) * gain;
    }
    return value;
  });
}

/** Share of all orders in which exactly a given set of this size comes before a player: s! (n - s - 1)! / n!. */
function weightsBySize(players: number): number[] {
  const weights: number[] = [];
  let weight = 1 / players;
  for (let size = 0; size < players; size += 1) {
    weights.push(weight);
    weight *= (size + 1) / (players - size - 1);
  }
  return weights;
}

function sizeOf(set: number): number {
  let size = 0;
  for (let rest = set; rest > 0; rest &= rest - 1) size += 1;
  return size;
}
