import { type Completeness, type OpenRows, verifyPackage } from '@cunzhen/proof'
import { Fault } from '#base'
import { openSealedZip } from '../containers/zip-reader.ts'
import type { ExportJob } from '../register/job.ts'

/**
 * Verifies the finished zip as an outsider would, with the house's own key pinned. None leaves that is not proven complete.
 * @param openRows who opens its rows; left out: this thread
 * @throws Fault `export_unverified` naming the first check that failed
 */
export async function checkPackage(job: ExportJob, rows: number, openRows?: OpenRows): Promise<Completeness> {
  const zip = await openSealedZip(job.zipPath, job.password)
  try {
    const verdict = await verifyPackage(zip, { trust: [job.verifierKey], ...(openRows && { openRows }) })
    const { completeness } = verdict
    if (verdict.verdict === 'genuine' && verdict.rows === rows && completeness.state === 'proven') return completeness
    const failed = verdict.checks.find(({ ok }) => !ok)
    throw new Fault(
      'export_unverified',
      'the package did not verify and was not released; run `npm run cunzhen -- fsck`',
      {
        check: failed?.id ?? 'rows',
        finding: failed?.findings[0]?.code ?? 'none',
      },
    )
  } finally {
    await zip.close()
  }
}
