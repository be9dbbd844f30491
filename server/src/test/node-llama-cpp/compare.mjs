// Waggle's service beside node-llama-cpp in this process: the same library files, model, threads and prompt, in turns.
// Usage: node compare.mjs BASE_URL TOKEN MODEL_ID MODEL_FILE ROUNDS
// Waggle is timed over HTTP, judging and all; node-llama-cpp as the bare loop over its tokens.
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

const [base_url, token, model_id, model_file, rounds] = process.argv.slice(2);
const context_tokens = 2048, answer_tokens = 64;
const headers = {"Authorization": `Bearer ${token}`, "Content-Type": "application/json"};

const started = await fetch(`${base_url}api/runs`, {method: "POST", headers, body: JSON.stringify({model: model_id, worker: "llamacpp-cpu", settings: {task: "completion", contextTokens: context_tokens}})});
if (started.status !== 201) throw new Error(await started.text());
let run = await started.json();
while (run.state !== "ready") {
    if (run.failure) throw new Error(JSON.stringify(run.failure));
    await new Promise(resolve => setTimeout(resolve, 100));
    run = await (await fetch(`${base_url}api/runs/${run.id}`, {headers})).json();
}
const {threads, batchTokens, flashAttention} = run.settings;

const llama = await getLlama({gpu: false, build: "never", progressLogs: false, maxThreads: threads, logLevel: LlamaLogLevel.error});
const model = await llama.loadModel({modelPath: model_file});
const context = await model.createContext({contextSize: context_tokens, batchSize: batchTokens, threads, flashAttention});
const sequence = context.getSequence();

async function peer(prompt) {
    await sequence.clearHistory();
    const start = performance.now();
    const tokens = model.tokenize(prompt);
    if (model.tokens.shouldPrependBosToken && model.tokens.bos != null) tokens.unshift(model.tokens.bos);
    let first = 0, count = 0, text = "";
    for await (const each of sequence.evaluate(tokens, {temperature: 0, yieldEogToken: true})) {
        text += model.detokenize([each]);
        if (count++ === 0) first = performance.now();
        if (count >= answer_tokens || model.isEogToken(each)) break;
    }
    return {promptTokens: tokens.length, count, firstMillis: first - start, restMillis: performance.now() - first, text};
}

async function waggle(prompt) {
    const start = performance.now();
    const answer = await fetch(`${base_url}v1/completions`, {method: "POST", headers, body: JSON.stringify({model: model_id, prompt, temperature: 0, max_tokens: answer_tokens, stream: true, stream_options: {include_usage: true}})});
    if (answer.status !== 200) throw new Error(await answer.text());
    let text = "", usage = null, rest = "";
    const decoder = new TextDecoder();
    for await (const bytes of answer.body) {
        rest += decoder.decode(bytes, {stream: true});
        const lines = rest.split("\n");
        rest = lines.pop();
        for (const line of lines) {
            if (!line.startsWith("data: {")) continue;
            const event = JSON.parse(line.slice(6));
            if (event.error) throw new Error(event.error.message);
            text += event.choices?.[0]?.text ?? "";
            usage = event.usage ?? usage;
        }
    }
    const end = performance.now();
    // the first tokens of random weights may be parts of a character, whose text comes later: so the time of the first token is
    // all but what the worker says it generated afterwards
    const total = end - start;
    return {promptTokens: usage.prompt_tokens, count: usage.completion_tokens, workerMillis: usage.prompt_ms, firstMillis: total - usage.completion_ms, restMillis: usage.completion_ms, text};
}

const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const prompts = {short: "w1 w2 w3", long: "w1 w2 w3 w4 w5 w6 w7 w8 ".repeat(48)};
for (const [name, prompt] of Object.entries(prompts)) {
    const ours = [], theirs = [];
    await waggle(prompt); await peer(prompt);
    for (let i = 0; i < Number(rounds); i++)
        for (const who of i % 2 ? [waggle, peer] : [peer, waggle])
            (who === waggle ? ours : theirs).push(await who(prompt));
    const [a, b] = [ours[0], theirs[0]];
    if (a.promptTokens !== b.promptTokens || a.count !== b.count) throw new Error(`not the same work: ${JSON.stringify([a, b])}`);
    if (a.text.trim() !== b.text.trim()) console.log("note: the texts differ");
    const of = (list, f) => median(list.map(f));
    const generation = of(theirs, x => x.restMillis) / of(ours, x => x.restMillis);
    const first = of(ours, x => x.firstMillis) - of(theirs, x => x.firstMillis);
    const prompt_ratio = of(theirs, x => x.firstMillis) / of(ours, x => x.firstMillis);
    console.log(`${name}: prompt of ${a.promptTokens} tokens, answer of ${a.count}, ${threads} threads, ${rounds} rounds in turns, medians`);
    console.log(`  first token: Waggle ${of(ours, x => x.firstMillis).toFixed(1)} ms, node-llama-cpp ${of(theirs, x => x.firstMillis).toFixed(1)} ms; ${first.toFixed(1)} ms later, prompt speed ratio ${prompt_ratio.toFixed(3)}`);
    console.log(`  of Waggle's first token, the worker's own part: ${of(ours, x => x.workerMillis)} ms, ${(of(ours, x => x.workerMillis) - of(theirs, x => x.firstMillis)).toFixed(1)} ms later`);
    console.log(`  generation: Waggle ${(1000 * (a.count - 1) / of(ours, x => x.restMillis)).toFixed(1)} tokens/s, node-llama-cpp ${(1000 * (b.count - 1) / of(theirs, x => x.restMillis)).toFixed(1)}; ratio ${generation.toFixed(3)}`);
}
await fetch(`${base_url}api/runs/${run.id}`, {method: "DELETE", headers});
process.exit(0);
