import { join } from 'node:path'
import { openKeyring, openKeyRegister } from '#platform/keys'
import { ArchiveReader, readerSecrets, archiveFiles } from '#archive'
import { systemClock } from '#base'
import { Searcher } from './src/search/searcher.ts'
import { Signals } from './src/search/signals.ts'
import { corpusLines } from '#test/search-house'
import { fold } from './src/search/folding.ts'
const dir='/tmp/search-exp/house'
const kr=openKeyring(join(dir,'keys')); const s=readerSecrets(kr)
const source=new ArchiveReader(dir,s,systemClock,{cacheBytes:16<<20})
const register=openKeyRegister(archiveFiles(dir).house,s.house,s.register,systemClock)
const sig=new Signals(); sig.position=source.end()
const searcher=new Searcher({dir:join(dir,'index'),source,register,signals:sig, resultBytes: 0})
const df1=new Map<string,number>(), df2=new Map<string,number>()
let N=0
for await (const l of corpusLines('/work/shared/data/corpus/bili_live_danmaku.jsonl.gz')) { N++; const c=fold(l.text).codePoints.map(x=>String.fromCodePoint(x)); for(const x of new Set(c)) df1.set(x,(df1.get(x)??0)+1); const b=new Set<string>(); for(let i=1;i<c.length;i++) b.add(c[i-1]!+c[i]!); for(const x of b) df2.set(x,(df2.get(x)??0)+1) }
const sorted=(m:Map<string,number>)=>[...m].sort((a,b)=>b[1]-a[1])
const s1=sorted(df1), s2=sorted(df2)
const q=(x:string)=>`"${x.replaceAll('"','""')}"`
const strata=(m:[string,number][],n:number)=>{ // by document frequency: log-uniform ranks
 const out:string[]=[]; for(let i=0;i<n;i++){ const r=Math.floor(Math.exp(Math.random()*Math.log(m.length)))-1; out.push(m[Math.max(0,r)]![0]) } return out }
const queries=[...s1.slice(0,100).map(([x])=>q(x)), ...s2.slice(0,100).map(([x])=>q(x)), ...strata(s1,100).map(q), ...strata(s2,200).map(q)]
for(let i=0;i<100;i++) queries.push(strata(s1,1).map(q)[0]+' '+strata(s2,1).map(q)[0])
for(let i=0;i<100;i++) queries.push(strata(s2,2).map(q).join(' '))
for(let i=0;i<50;i++) queries.push(strata(s2,2).map(q).join(' | '))
for(let i=0;i<50;i++) queries.push(strata(s1,2).map(q).join(' -'))
const ALL={conversations:'all',from:null,to:null,kinds:null,undated:true} as const
const half={conversations:new Set(Array.from({length:47},(_,i)=>(i*2+1) as any)),from:null,to:null,kinds:null,undated:true}
const run=(scope:any,mode:any,list:string[])=>{ const t:number[]=[],cpu:number[]=[]; const worst:[number,string,number][]=[]; for(const query of list){const c0=process.threadCpuUsage(); const a=performance.now(); const r=searcher.run({scope,query,mode,order:'newest',limit:50}); const d=performance.now()-a; const c1=process.threadCpuUsage(c0); cpu.push((c1.user+c1.system)/1000); t.push(d); worst.push([d,query,r.total])} t.sort((a,b)=>a-b); worst.sort((a,b)=>b[0]-a[0]); cpu.sort((a,b)=>a-b); const p=(x:number)=>t[Math.floor(t.length*x)]!.toFixed(2); console.log(mode, scope===ALL?'all':'half', 'n',t.length,'p50',p(.5),'p95',p(.95),'p99',p(.99),'max',t.at(-1)!.toFixed(1),'cpu p50',cpu[cpu.length>>1]!.toFixed(2),'p95',cpu[Math.floor(cpu.length*.95)]!.toFixed(2), worst.slice(0,4).map(([d,q,n])=>`${q} ${n} ${d.toFixed(1)}`).join('; ')) }
const t0=performance.now(); searcher.run({scope:ALL,query:'',mode:'normal',order:'newest',limit:50}); console.log('cold first ms', performance.now()-t0)
run(ALL,'normal',queries); run(ALL,'normal',queries); run(half,'normal',queries); run(half,'normal',queries)
run(ALL,'normal',queries.slice(0,100)); run(ALL,'normal',queries.slice(100,200))
run(ALL,'exact',queries); run(half,'exact',queries)
{const t=performance.now(); for(let i=0;i<100;i++) searcher.run({scope:half,query:'',mode:'normal',order:'newest',limit:50,byDay:true}); console.log('empty half byDay ms',(performance.now()-t)/100)}
console.log('rss', process.memoryUsage.rss()>>20)
