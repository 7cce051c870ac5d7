import type { MaskRules } from '#policy'

// What is done with people's names in a package: the masking policy's word, or labels where the executor asked for them and the
// policy does not hide more.

export type NameWay = 'mask' | 'pseudonym' | 'suppress'
/** What an executor may ask for. */
export type AskedNames = Exclude<NameWay, 'suppress'>

/** Labels for names and accounts where they were asked for: never in place of what the policy leaves nothing of. */
export function labelsAsked<Rules extends Pick<MaskRules, 'name' | 'account'>>(policy: Rules, asked: NameWay): Rules {
  if (asked !== 'pseudonym') return policy
  return {
    ...policy,
    name: policy.name === 'suppress' ? 'suppress' : 'pseudonym',
    account: policy.account === 'suppress' ? 'suppress' : 'pseudonym',
  }
}

export function nameWay(policy: Pick<MaskRules, 'name' | 'account'>, asked: NameWay): NameWay {
  const { name } = labelsAsked(policy, asked)
  return name === 'keep_surname' ? 'mask' : name
}
