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
    const made = [];
    let first = 0;
    for await (const each of sequence.evaluate(tokens, {temperature: 0, yieldEogToken: true})) {
        made.push(each);
        model.detokenize([each]);
        if (made.length === 1) first = performance.now();
        if (made.length >= answer_tokens || model.isEogToken(each)) break;
    }
    // one token alone loses the space before it: so the text is that of all tokens together
    return {promptTokens: tokens.length, count: made.length, firstMillis: first - start, restMillis: performance.now() - first, text: model.detokenize(made)};
}

async function waggle(prompt) {
    const start = performance.now();
    const answer = await fetch(`${base_url}v1/completions`, {method: "POST", headers, body: JSON.stringify({model: model_id, prompt, temperature: 0, max_tokens: answer_tokens, stream: true, stream_options: {include_usage: true}})});
    if (answer.status !== 200) throw new Error(await answer.text());
    let text = "", usage = null, rest = "", first = 0, last = 0;
    const decoder = new TextDecoder();
    for await (const bytes of answer.body) {
        const now = performance.now();
        rest += decoder.decode(bytes, {stream: true});
        const lines = rest.split("\n");
        rest = lines.pop();
        for (const line of lines) {
            if (!line.startsWith("data: {")) continue;
            const event = JSON.parse(line.slice(6));
            if (event.error) throw new Error(event.error.message);
            const piece = event.choices?.[0]?.text ?? "";
            if (piece) { first ||= now; last = now; }
            text += piece;
            usage = event.usage ?? usage;
        }
    }
    return {promptTokens: usage.prompt_tokens, count: usage.completion_tokens, workerMillis: usage.prompt_ms, firstMillis: first - start, restMillis: last - first, text};
}

const at = (values, fraction) => values.toSorted((a, b) => a - b)[Math.round((values.length - 1) * fraction)];
const spread = (values, digits) => `${at(values, 0.5).toFixed(digits)} (${at(values, 0).toFixed(digits)} to ${at(values, 1).toFixed(digits)})`;
const prompts = {short: "w1 w2 w3", long: "w1 w2 w3 w4 w5 w6 w7 w8 ".repeat(48)};
console.log("Medians over the rounds, in brackets the least and the greatest; differences and ratios are of the two in one round.");
for (const [name, prompt] of Object.entries(prompts)) {
    const ours = [], theirs = [];
    const [a, b] = [await waggle(prompt), await peer(prompt)];
    for (let i = 0; i < Number(rounds); i++)
        for (const who of i % 2 ? [waggle, peer] : [peer, waggle])
            (who === waggle ? ours : theirs).push(await who(prompt));
    if (a.promptTokens !== b.promptTokens || a.count !== b.count) throw new Error(`not the same work: ${JSON.stringify([a, b])}`);
    if (a.text.trim() !== b.text.trim()) throw new Error(`the texts differ: ${JSON.stringify([a.text, b.text])}`);
    const pairs = f => ours.map((x, i) => f(x, theirs[i]));
    console.log(`${name}: prompt of ${a.promptTokens} tokens, answer of ${a.count}, ${threads} threads, ${rounds} rounds in turns, equal texts`);
    console.log(`  first token, ms: Waggle ${spread(ours.map(x => x.firstMillis), 1)}, node-llama-cpp ${spread(theirs.map(x => x.firstMillis), 1)}`);
    console.log(`  first token later by, ms: ${spread(pairs((x, y) => x.firstMillis - y.firstMillis), 1)}; in the worker alone ${spread(pairs((x, y) => x.workerMillis - y.firstMillis), 1)}`);
    console.log(`  the first request, ms: Waggle ${a.firstMillis.toFixed(1)}, node-llama-cpp ${b.firstMillis.toFixed(1)}`);
    console.log(`  prompt speed ratio: ${spread(pairs((x, y) => y.firstMillis / x.firstMillis), 3)}`);
    console.log(`  generation, tokens/s: Waggle ${spread(ours.map(x => 1000 * (x.count - 1) / x.restMillis), 1)}, node-llama-cpp ${spread(theirs.map(x => 1000 * (x.count - 1) / x.restMillis), 1)}; ratio ${spread(pairs((x, y) => y.restMillis / x.restMillis), 3)}`);
}
await fetch(`${base_url}api/runs/${run.id}`, {method: "DELETE", headers});
process.exit(0);
