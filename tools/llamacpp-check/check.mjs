// Holds Millrace's GGUF files against llama.cpp itself (node-llama-cpp's prebuilt binaries).
//
//   node tools/llamacpp-check/check.mjs WORK_DIR [NAME...]        ./check.sh prepares the models and calls it
//
// WORK_DIR holds model folders, each with an adapter in adapter/; the names are by default llama and qwen2. Prints a line per
// figure and exits with 1 if one misses:
//
//   tokens   llama.cpp cuts texts into the ids that the engine gives
//   greedy   for each of 64 steps llama.cpp's likeliest token is the engine's (f32), prompts given as ids; steps at which the
//            engine's two largest logits are closer than 1e-2 are left out; after every step both go on from the engine's token
//   ppl      perplexity on general text of Q8_0 within 1 % and of Q4_0 within 5 % of F32
import {execFileSync} from "node:child_process";
import {existsSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {gunzipSync} from "node:zlib";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

const ROOT = path.resolve(import.meta.dirname, "../..");
const MILLRACE = process.env.MILLRACE ?? path.join(ROOT, "millrace");
const TEXT = process.env.TEXT ?? path.join(ROOT, "../shared/data/general/wikitext2_valid.txt.gz");
const STEPS = 64;
const LEAST_GAP = 1e-2;
const WINDOW = 512;
const WINDOWS = Number(process.env.WINDOWS ?? 8);
const PROMPTS = [
    "The history of the city began when",
    "Where is my order? I paid $ 1,234.50 on 12 May and it isn't here!\n\nRegards, Zoë",
    "<|im_start|>user\nHow do I return a lamp?<|im_end|>\n<|im_start|>assistant\n",
    "In 1998, the company",
];

let failures = 0;

function report(check, value, ok) {
    failures += ok ? 0 : 1;
    console.log(`${check.padEnd(44)} ${String(value).padEnd(52)} ${ok ? "ok" : "MISSED"}`);
}

function millrace(...args) {
    return execFileSync(MILLRACE, args, {encoding: "utf8", stdio: ["ignore", "pipe", "inherit"]});
}

/** Tensors of a safetensors file of f32, by name. */
function readSafetensors(file) {
    const bytes = readFileSync(file);
    const length = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.toString("utf8", 8, 8 + length));
    return (name) => {
        const {shape, data_offsets: [begin, end]} = header[name];
        const data = bytes.buffer.slice(bytes.byteOffset + 8 + length + begin, bytes.byteOffset + 8 + length + end);
        return {shape, data: new Float32Array(data)};
    };
}

function adapterArguments(model, withAdapter) {
    return ["--base-model", model, ...(withAdapter ? ["--adapter", path.join(model, "adapter")] : [])];
}

/** The engine's 64 greedy tokens after each prompt, and for each step the gap between its two largest logits. */
function engineGreedy(model, withAdapter, prompts) {
    const rows = prompts.map((prompt) => {
        const said = JSON.parse(millrace("generate", JSON.stringify(prompt), "--ids", "--ignore-end", "--json",
            "--precision", "f32", "--max-tokens", String(STEPS), ...adapterArguments(model, withAdapter)));
        return {prompt, ids: said.ids};
    });
    const ids = `${model}-ids.json`, out = `${model}-logits.safetensors`;
    writeFileSync(ids, JSON.stringify(rows.map((row) => [...row.prompt, ...row.ids])));
    millrace("logits", "--base", model, "--ids", ids, "--out", out,
        ...(withAdapter ? ["--adapter", path.join(model, "adapter")] : []));
    const logits = readSafetensors(out);
    rows.forEach((row, number) => {
        const {shape: [, vocabulary], data} = logits(String(number));
        row.gaps = row.ids.map((_, step) => {
            const from = (row.prompt.length + step - 1) * vocabulary;
            return gap(data.subarray(from, from + vocabulary));
        });
    });
    rmSync(out);
    return rows;
}

function gap(logits) {
    let first = -Infinity, second = -Infinity;
    for (const logit of logits) {
        if (logit > first) [first, second] = [logit, first];
        else if (logit > second) second = logit;
    }
    return first - second;
}

async function withSequence(llama, file, adapter, use) {
    const model = await llama.loadModel({modelPath: file});
    const context = await model.createContext({
        contextSize: 768, batchSize: 768, flashAttention: false,
        experimentalKvCacheKeyType: "F32", experimentalKvCacheValueType: "F32",
        ...(adapter ? {lora: {adapters: [{filePath: adapter}]}} : {}),
    });
    try {
        return await use(model, context.getSequence());
    } finally {
        await context.dispose();
        await model.dispose();
    }
}

/** How many steps were compared, how many were left out, and how many differed. */
async function compareGreedy(sequence, rows) {
    let compared = 0, left = 0, different = 0;
    for (const row of rows) {
        await sequence.clearHistory();
        const all = [...row.prompt, ...row.ids.slice(0, -1)];
        const next = {generateNext: {token: true, options: {temperature: 0}}};
        const out = await sequence.controlledEvaluate(all.map((id, t) => (t < row.prompt.length - 1 ? id : [id, next])));
        row.ids.forEach((id, step) => {
            if (row.gaps[step] < LEAST_GAP) left++;
            else {
                compared++;
                different += out[row.prompt.length - 1 + step].next.token === id ? 0 : 1;
            }
        });
    }
    return {compared, left, different};
}

async function perplexity(sequence, ids) {
    let nats = 0, tokens = 0;
    for (let window = 0; window < WINDOWS && (window + 1) * WINDOW <= ids.length; window++) {
        await sequence.clearHistory();
        const part = ids.slice(window * WINDOW, (window + 1) * WINDOW);
        const out = await sequence.controlledEvaluate(part.map((id, t) => t === WINDOW - 1 ? id : [id, {generateNext: {
            totalLogitWeight: true, logits: {filter: {tokens: [part[t + 1]], includeTop: 1}},
        }}]));
        for (let t = 0; t < WINDOW - 1; t++) {
            const {logits, totalLogitWeight} = out[t].next;
            nats += Math.max(...logits.values()) + Math.log(totalLogitWeight) - logits.get(part[t + 1]);
            tokens++;
        }
    }
    return {perplexity: Math.exp(nats / tokens), tokens};
}

function checkTokens(name, model, llamaModel) {
    const unlike = PROMPTS.filter((text) => {
        const engine = JSON.parse(millrace("generate", text, "--raw", "--json", "--max-tokens", "1", "--base-model", model));
        return JSON.stringify(engine.promptIds) !== JSON.stringify(llamaModel.tokenize(text, true));
    });
    report(`${name} tokens`, `${PROMPTS.length - unlike.length} of ${PROMPTS.length} texts alike`, unlike.length === 0);
}

function exportFile(work, name, type, model, ...more) {
    const out = path.join(work, `${name}.gguf`);
    rmSync(out, {force: true});
    millrace("export", "--out", out, "--type", type, "--base-model", model, ...more);
    return out;
}

async function checkModel(llama, work, name) {
    const model = path.join(work, name);
    const adapter = path.join(model, "adapter");
    const files = Object.fromEntries(["f32", "f16", "q8_0", "q4_0"].map((type) =>
        [type, exportFile(work, `${name}-${type}`, type, model)]));
    const adapterFile = exportFile(work, `${name}-adapter`, "f32", model, "--adapter", adapter, "--adapter-only");
    const merged = exportFile(work, `${name}-merged-f16`, "f16", model, "--adapter", adapter);

    const prompts = await withSequence(llama, files.f32, null, async (loaded) => {
        checkTokens(name, model, loaded);
        return PROMPTS.map((text) => [...loaded.tokenize(text, true)]);
    });
    const base = engineGreedy(model, false, prompts);
    const adapted = engineGreedy(model, true, prompts);
    const changed = adapted.filter((row, i) => JSON.stringify(row.ids) !== JSON.stringify(base[i].ids)).length;
    report(`${name} the adapter changes the answer`, `${changed} of ${PROMPTS.length}`, changed > 0);
    for (const [what, file, lora, rows] of [
        ["f32", files.f32, null, base],
        ["f16", files.f16, null, base],
        ["f32 + adapter", files.f32, adapterFile, adapted],
        ["f16 + adapter", files.f16, adapterFile, adapted],
        ["merged f16", merged, null, adapted],
    ]) {
        const {compared, left, different} = await withSequence(llama, file, lora, (_, sequence) => compareGreedy(sequence, rows));
        report(`${name} greedy ${what}`, `${compared - different} of ${compared} steps alike, ${left} left out`, different === 0);
    }
    await checkPerplexity(llama, name, files);
}

async function checkPerplexity(llama, name, files) {
    if (!existsSync(TEXT)) {
        report(`${name} ppl`, `SKIPPED: no text at ${TEXT}`, false);
        return;
    }
    const text = gunzipSync(readFileSync(TEXT)).toString("utf8");
    const share = text.slice(Math.floor(text.length * 0.8));
    let reference;
    for (const [type, limit] of [["f32", 0], ["f16", 0.01], ["q8_0", 0.01], ["q4_0", 0.05]]) {
        const found = await withSequence(llama, files[type], null, (model, sequence) =>
            perplexity(sequence, model.tokenize(share)));
        reference ??= found.perplexity;
        const more = found.perplexity / reference - 1;
        report(`${name} ppl ${type}`, `${found.perplexity.toFixed(3)} over ${found.tokens} tokens, ${(100 * more).toFixed(2)} % from f32`,
            Math.abs(more) <= limit);
    }
}

const work = path.resolve(process.argv[2]);
const names = process.argv.length > 3 ? process.argv.slice(3) : ["llama", "qwen2"];
const llama = await getLlama({build: "never", gpu: false, maxThreads: 1, logLevel: LlamaLogLevel.error});
console.log(`llama.cpp ${llama.llamaCppRelease.release}, node-llama-cpp 3.22.1`);
for (const name of names) {
    await checkModel(llama, work, name);
}
console.log(failures === 0 ? "all checks passed" : `${failures} checks missed`);
process.exit(failures === 0 ? 0 : 1);
