#!/usr/bin/env node
// Under npx the pinned Node stands first on the path; another Node cannot read TypeScript and is told so.
if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(
    'cunzhen needs the pinned Node: run it as `npm run cunzhen -- ...` or `npx --no-install cunzhen ...`\n',
  )
  process.exit(2)
}
await import('../src/cli/main.ts')
