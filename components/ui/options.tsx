interface OptionsProps<Value extends string> {
  values: readonly Value[];
  /** What each value is called. */
  words: Readonly<Record<Value, string>>;
}

/** The options of a select, in the order given. */
export function Options<Value extends string>({ values, words }: OptionsProps<Value>) {
  return values.map((value) => (
    <option key={value} value={value}>
      {words[value]}
    </option>
  ));
}
