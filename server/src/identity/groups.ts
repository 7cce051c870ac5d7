import { decide, type PersonActor, requireAllowed } from '#access'
import { type GroupId, newId, type PersonId, Refusal } from '#base'
import { isUniqueViolation, type ReadableDb, type Tx } from '#platform'
import { type Attribute, isAttribute, isPlainWord } from './attributes.ts'
import type { PeopleDoors } from './doors.ts'
import * as store from './store.ts'

// Groups, by hand or by rule. A rule is a list of conditions that must all hold, each "this attribute is one of these";
// it is evaluated at once when it or anybody changes, so that a group is never behind its rule.

export interface Condition {
  readonly attribute: Attribute
  /** Compared without regard to case, width (Unicode NFKC) and outer spaces. */
  readonly is: readonly string[]
}
export type Rule = readonly Condition[]

export interface GroupMember {
  readonly person: PersonId
  /** Null: by hand. Otherwise what of the person met each condition. */
  readonly because: readonly { readonly attribute: Attribute; readonly value: string }[] | null
}

export interface GroupView {
  readonly id: GroupId
  readonly name: string
  readonly rule: Rule | null
  readonly members: readonly GroupMember[]
}

const MOST_CONDITIONS = 10
const MOST_VALUES = 200

/** attacker-controlled: a form. @throws Refusal `rule_invalid` */
function checkRule(rule: Rule): Rule {
  const isGood =
    rule.length > 0 &&
    rule.length <= MOST_CONDITIONS &&
    rule.every(
      ({ attribute, is }) =>
        isAttribute(attribute) &&
        is.length > 0 &&
        is.length <= MOST_VALUES &&
        is.every((word) => isPlainWord(word, 200)),
    )
  if (!isGood) throw new Refusal('invalid', 'rule_invalid')
  return rule.map(({ attribute, is }) => ({ attribute, is: is.map((word) => word.trim()) }))
}

const same = (text: string) => text.normalize('NFKC').trim().toLocaleLowerCase('en')

/** What of these attributes meets each condition; null: one does not hold. */
export function meets(rule: Rule, attributes: ReadonlyMap<string, string>): GroupMember['because'] {
  const because: { attribute: Attribute; value: string }[] = []
  for (const { attribute, is } of rule) {
    const value = attributes.get(attribute)
    if (value === undefined || !is.some((word) => same(word) === same(value))) return null
    because.push({ attribute, value })
  }
  return because
}

/** Puts everybody where the rules say; whoever is disabled is in no such group. Answers how many came and went. */
export async function evaluateRules(tx: Tx): Promise<{ added: number; removed: number }> {
  const groups = (await store.listGroups(tx)).filter(({ rule }) => rule !== null)
  const changed = { added: 0, removed: 0 }
  if (groups.length === 0) return changed
  const attributes = await attributesByPerson(tx)
  const people = (await store.listPeople(tx)).filter(({ state }) => state !== 'disabled')
  for (const group of groups) {
    const rule = ruleIn(group) ?? []
    const fits = new Set(people.filter(({ id }) => meets(rule, attributes.get(id) ?? new Map())).map(({ id }) => id))
    for (const { person_id, by_rule } of await store.membersOf(tx, group.id)) {
      if (by_rule === 1 && fits.delete(person_id)) continue
      await store.dropMember(tx, group.id, person_id)
      changed.removed += 1
    }
    for (const person_id of fits) {
      await store.addMember(tx, { group_id: group.id, person_id, by_rule: 1 })
      changed.added += 1
    }
  }
  return changed
}

/** The same for one person, who alone was changed: a long list need not look at everybody for each of its lines. */
export async function evaluateRulesOf(tx: Tx, id: PersonId): Promise<{ added: number; removed: number }> {
  const groups = (await store.listGroups(tx)).filter(({ rule }) => rule !== null)
  const changed = { added: 0, removed: 0 }
  if (groups.length === 0) return changed
  const attributes = new Map((await store.attributesOf(tx, id)).map(({ name, value }) => [name, value]))
  const isOut = (await store.findPerson(tx, id))?.state === 'disabled'
  const memberships = new Map((await store.membershipsOf(tx, id)).map((row) => [row.group_id, row]))
  for (const group of groups) {
    const fits = !isOut && meets(ruleIn(group) ?? [], attributes) !== null
    const before = memberships.get(group.id)
    if (fits && before?.by_rule === 1) continue
    if (before) {
      await store.dropMember(tx, group.id, id)
      changed.removed += 1
    }
    if (fits) {
      await store.addMember(tx, { group_id: group.id, person_id: id, by_rule: 1 })
      changed.added += 1
    }
  }
  return changed
}

function ruleIn(group: store.GroupRow): Rule | null {
  return group.rule === null ? null : (JSON.parse(group.rule) as Rule) // written by this file, checked before
}

async function attributesByPerson(db: ReadableDb): Promise<Map<PersonId, Map<string, string>>> {
  const rows = Map.groupBy(await store.listAttributes(db), ({ person_id }) => person_id)
  return new Map([...rows].map(([id, list]) => [id, new Map(list.map(({ name, value }) => [name, value]))]))
}

// --- what people do ---

export async function listGroupViews(db: ReadableDb): Promise<GroupView[]> {
  const members = Map.groupBy(await store.listMembers(db), ({ group_id }) => group_id)
  const attributes = await attributesByPerson(db)
  return (await store.listGroups(db)).map((group) => {
    const rule = ruleIn(group)
    return {
      id: group.id,
      name: group.name,
      rule,
      members: (members.get(group.id) ?? []).map(({ person_id, by_rule }) => ({
        person: person_id,
        because: by_rule === 1 && rule ? meets(rule, attributes.get(person_id) ?? new Map()) : null,
      })),
    }
  })
}

/** Who would be in a group with this rule; nothing is changed. @throws Refusal `rule_invalid` */
export async function tryRule(doors: PeopleDoors, actor: PersonActor, rule: Rule): Promise<GroupMember[]> {
  requireAllowed(decide(actor, 'people.manage', null, doors.rules(), doors.clock.now()))
  const checked = checkRule(rule)
  const attributes = await attributesByPerson(doors.db)
  const people = (await store.listPeople(doors.db)).filter(({ state }) => state !== 'disabled')
  return people.flatMap(({ id }) => {
    const because = meets(checked, attributes.get(id) ?? new Map())
    return because === null ? [] : [{ person: id, because }]
  })
}

/** @throws Refusal `group_invalid`, `group_taken`, `rule_invalid`, and those of access */
export async function addGroup(
  doors: PeopleDoors,
  actor: PersonActor,
  group: { readonly name: string; readonly rule: Rule | null },
): Promise<GroupView> {
  const id = newId<GroupId>('grp')
  return changing(doors, actor, id, async (tx) => {
    await writeGroup(tx, { id, name: groupName(group.name), rule: ruleText(group.rule), external_id: null })
    return 'add'
  })
}

/** A group with a rule holds whom the rule names and nobody else. @throws Refusal `group_not_found`, and those of addGroup */
export async function editGroup(
  doors: PeopleDoors,
  actor: PersonActor,
  id: GroupId,
  change: { readonly name?: string | undefined; readonly rule?: Rule | null | undefined },
): Promise<GroupView> {
  return changing(doors, actor, id, async (tx) => {
    await requireGroup(tx, id)
    if (change.name !== undefined) await renameGroup(tx, id, change.name)
    if (change.rule !== undefined) {
      await store.updateGroup(tx, id, { rule: ruleText(change.rule) })
      if (change.rule === null) await keepAsByHand(tx, id)
    }
    return 'edit'
  })
}

/** @throws Refusal `group_not_found`, and those of access */
export async function removeGroup(doors: PeopleDoors, actor: PersonActor, id: GroupId): Promise<void> {
  await doors.recorder.perform({ action: 'people.manage', actor, detail: { group: id } }, async (tx, draft) => {
    requireAllowed(decide(actor, 'people.manage', null, doors.rules(), doors.clock.now()))
    await requireGroup(tx, id)
    await store.deleteGroup(tx, id)
    draft.detail({ what: 'group_remove' })
  })
}

async function changing(
  doors: PeopleDoors,
  actor: PersonActor,
  id: GroupId,
  work: (tx: Tx) => Promise<'add' | 'edit'>,
): Promise<GroupView> {
  await doors.recorder.perform({ action: 'people.manage', actor, detail: { group: id } }, async (tx, draft) => {
    requireAllowed(decide(actor, 'people.manage', null, doors.rules(), doors.clock.now()))
    const what = await work(tx)
    const { added, removed } = await evaluateRules(tx)
    draft.detail({ what: `group_${what}`, added, removed })
  })
  const view = (await listGroupViews(doors.db)).find((each) => each.id === id)
  if (!view) throw new Refusal('not_found', 'group_not_found')
  return view
}

/** @throws Refusal `group_not_found` */
export async function requireGroup(db: ReadableDb, id: GroupId): Promise<store.GroupRow> {
  const group = await store.findGroup(db, id)
  if (!group) throw new Refusal('not_found', 'group_not_found')
  return group
}

export async function writeGroup(tx: Tx, row: store.GroupRow): Promise<void> {
  try {
    await store.insertGroup(tx, row)
  } catch (error) {
    throw isUniqueViolation(error) ? new Refusal('conflict', 'group_taken') : error
  }
}

export async function renameGroup(tx: Tx, id: GroupId, name: string): Promise<void> {
  try {
    await store.updateGroup(tx, id, { name: groupName(name) })
  } catch (error) {
    throw isUniqueViolation(error) ? new Refusal('conflict', 'group_taken') : error
  }
}

/** @throws Refusal `group_invalid` */
export function groupName(name: string): string {
  if (!isPlainWord(name, 100)) throw new Refusal('invalid', 'group_invalid')
  return name.trim()
}

const ruleText = (rule: Rule | null): string | null => (rule === null ? null : JSON.stringify(checkRule(rule)))

/** Without its rule, a group keeps whom it has. */
async function keepAsByHand(tx: Tx, id: GroupId): Promise<void> {
  const members = await store.membersOf(tx, id)
  await store.dropMembers(tx, id)
  for (const { person_id } of members) await store.addMember(tx, { group_id: id, person_id, by_rule: 0 })
}
