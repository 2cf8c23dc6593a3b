/** A binary heap: `pop` gives the item that `order` puts first. Items of the same rank come out in any order. */
export class Heap<Item> {
  private readonly items: Item[] = [];

  constructor(private readonly order: (a: Item, b: Item) => number) {}

  push(item: Item): void {
    this.items.push(item);
    for (let at = this.items.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.swapped(parent, at)) return;
      at = parent;
    }
  }

  /** Takes the first item out; undefined when there is none. */
  pop(): Item | undefined {
    const first = this.items[0];
    const last = this.items.pop();
    if (this.items.length === 0 || last === undefined) return first;
    this.items[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = right < this.items.length && this.before(right, left) ? right : left;
      if (child >= this.items.length || !this.swapped(at, child)) return first;
      at = child;
    }
  }

  private before(a: number, b: number): boolean {
    return this.order(this.items[a] as Item, this.items[b] as Item) < 0;
  }

  /** Puts a child before its parent where it belongs there; says whether it did. */
  private swapped(parent: number, child: number): boolean {
    if (!this.before(child, parent)) return false;
    const item = this.items[parent] as Item;
    this.items[parent] = this.items[child] as Item;
    this.items[child] = item;
    return true;
  }
}
