import type { z } from 'zod'
import type { Instant } from '#base'
import type { RetentionClasses } from '#policy'
import { compileQuery, formOf, printTree, readTree, type Tree, treeOf } from '#search'
import { wireExpansion } from './find.ts'
import type { ExplainAnswer, ExplainInput, QueryTree } from './schema/index.ts'

type Input = z.output<typeof ExplainInput>
type Answer = z.input<typeof ExplainAnswer>

/** Pure: what a query means without asking whom its names mean. A form counts where both are there. */
export function explain({ query, form, mode }: Input, classes: RetentionClasses): Answer {
  const written = form
    ? printTree(treeOf({ ...form, from: form.from as Instant | null, to: form.to as Instant | null })) // ms UTC
    : (query ?? '')
  const tree = readTree(written)
  const read = formOf(tree)
  return {
    query: printTree(tree),
    form: {
      words: read.words,
      senders: [...read.senders],
      participants: [...read.participants],
      subjects: [...read.subjects],
      departments: [...read.departments],
      projects: [...read.projects],
      groups: [...read.groups],
      conversations: [...read.conversations],
      platforms: [...read.platforms],
      kinds: [...read.kinds],
      files: [...read.files],
      classes: [...read.classes],
      marks: [...read.marks],
      tags: [...read.tags],
      from: read.from,
      to: read.to,
    },
    tree: tree && wireTree(tree),
    expansion: wireExpansion(compileQuery(tree, mode, classes).expansion),
    classes: [...classes.names],
  }
}

function wireTree(tree: Tree): QueryTree {
  switch (tree.what) {
    case 'word':
      return { what: 'word', how: tree.how, text: tree.text }
    case 'field':
      return { what: 'field', field: tree.field, values: [...tree.values] }
    case 'none':
      return { what: 'none', part: wireTree(tree.part) }
    default:
      return { what: tree.what, parts: tree.parts.map(wireTree) }
  }
}
