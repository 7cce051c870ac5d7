// What a directory says about a person besides name and account. Groups are filled by these; nothing else hangs on them.

export const ATTRIBUTES = [
  'department',
  'title',
  'email',
  'employee_no',
  'organization',
  'division',
  'location',
  'user_type',
] as const
export type Attribute = (typeof ATTRIBUTES)[number]
export type Attributes = Readonly<Partial<Record<Attribute, string>>>

export function isAttribute(word: string): word is Attribute {
  return (ATTRIBUTES as readonly string[]).includes(word)
}

/** attacker-controlled: a form, a CSV line, a directory's message. At most 200 letters each, no control characters. */
export function areAttributes(attributes: object): boolean {
  return Object.entries(attributes).every(
    ([name, value]) =>
      isAttribute(name) &&
      (value === undefined ||
        (typeof value === 'string' && value.length <= 200 && value.isWellFormed() && !/\p{Cc}/u.test(value))),
  )
}

/** As stored: without outer spaces; what is absent is not there, '' means it is taken away. */
export function trimmed(attributes: Attributes): { name: Attribute; value: string }[] {
  return ATTRIBUTES.flatMap((name) => {
    const value = attributes[name]
    return value === undefined ? [] : [{ name, value: value.trim() }]
  })
}

export function attributesIn(rows: readonly { readonly name: string; readonly value: string }[]): Attributes {
  return Object.fromEntries(rows.filter(({ name }) => isAttribute(name)).map(({ name, value }) => [name, value]))
}

/** Something that can be shown on one line: not blank, no control characters, no lone surrogates. */
export function isPlainWord(text: string, longest: number): boolean {
  return text.trim() !== '' && text.length <= longest && text.isWellFormed() && !/\p{Cc}/u.test(text)
}
