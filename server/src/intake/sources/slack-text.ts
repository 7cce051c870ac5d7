/**
 * Slack's markup as people saw it: <@U1> becomes @name, <#C1|name> #name, <https://a|b> b (https://a); the three
 * escaped characters are themselves again. The text as written stays in the record's `extra`.
 */
export function plainText(text: string, users: ReadonlyMap<string, string>): string {
  if (!/[<&]/.test(text)) return text
  const shown = text.replace(/<([^<>]{1,4000})>/g, (_, inner: string) => reference(inner, users))
  return shown.replace(/&(lt|gt|amp);/g, (_, name: string) => (name === 'lt' ? '<' : name === 'gt' ? '>' : '&'))
}

function reference(inner: string, users: ReadonlyMap<string, string>): string {
  const bar = inner.indexOf('|')
  const target = bar < 0 ? inner : inner.slice(0, bar)
  const label = bar < 0 ? '' : inner.slice(bar + 1)
  if (target.startsWith('@')) return `@${label || users.get(target.slice(1)) || target.slice(1)}`
  if (target.startsWith('#')) return `#${label || target.slice(1)}`
  if (target.startsWith('!')) return `@${(label || target.slice(1).split('^')[0] || '').replace(/^@/, '')}`
  return label === '' || label === target ? target : `${label} (${target})`
}
