import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { ArrivedHash } from '../../ui/arrived-hash.tsx'
import { Box } from '../../ui/box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Shape } from '../../ui/parts.tsx'
import { PdfFrame } from '../../ui/pdf-frame.tsx'
import type { PaperView } from '../../wire.ts'

/** A paper as it was filed, drawn in the page. Each look is an act, and what was opened is gone when the box is closed. */
export function PaperBox({ of, close }: { of: PaperView; close: () => void }) {
  const { t } = useTranslation()
  const opened = useQuery({
    queryKey: ['paper', of.id],
    queryFn: ({ signal }) => api.hand(`/api/papers/${of.id}/file`, undefined, signal),
    retry: false, // each look is an act: never repeated behind the person's back
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0, // not kept once the box is closed
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const title = `${t(`papers.kinds.${of.kind}`)} ${of.number}`
  return (
    <Box open title={title} onCancel={close} width={900} destroyOnHidden>
      <div className="stack stack-tight">
        {opened.isPending ? <Shape lines={8} /> : null}
        <ProblemNote error={opened.error} retry={() => opened.refetch()} />
        {opened.data ? (
          <>
            <PdfFrame bytes={opened.data.bytes} label={title} />
            <div className="row">
              <span>SHA-256</span>
              <code className="sha">{of.sha256}</code>
              <ArrivedHash bytes={opened.data.bytes} sha256={of.sha256} />
            </div>
          </>
        ) : null}
      </div>
    </Box>
  )
}
