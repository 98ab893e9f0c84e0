// Makes what check.mjs needs and the repository does not hold.
//
//   node prepare.mjs tokens MODEL.gguf TEXT.gz OUT_DIR     train.bin and valid.bin: the text's first four fifths as ids
//   node prepare.mjs adapter MODEL_DIR OUT_DIR [rslora]    a LoRA adapter of rank 8 that changes every projection at random
import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {gunzipSync} from "node:zlib";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

async function tokens(modelFile, textFile, out) {
    const llama = await getLlama({build: "never", gpu: false, logLevel: LlamaLogLevel.error});
    const model = await llama.loadModel({modelPath: modelFile});
    const text = gunzipSync(readFileSync(textFile)).toString("utf8");
    const paragraphs = text.slice(0, Math.floor(text.length * 0.8)).split("\n").filter((line) => line.trim());
    const ids = paragraphs.flatMap((line) => [...model.tokenize(line), 0]);
    const cut = Math.floor(ids.length * 0.97);
    mkdirSync(out, {recursive: true});
    writeFileSync(path.join(out, "train.bin"), Buffer.from(Uint16Array.from(ids.slice(0, cut)).buffer));
    writeFileSync(path.join(out, "valid.bin"), Buffer.from(Uint16Array.from(ids.slice(cut)).buffer));
    console.log(`${ids.length} tokens`);
}

/** Normal numbers from a fixed seed (mulberry32, Box-Muller). */
function normal(seed) {
    let state = seed;
    const uniform = () => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

function adapter(modelFolder, out, rslora) {
    const config = JSON.parse(readFileSync(path.join(modelFolder, "config.json"), "utf8"));
    const rank = 8, hidden = config.hidden_size, inner = config.intermediate_size;
    const head = config.head_dim ?? hidden / config.num_attention_heads;
    const queries = head * config.num_attention_heads, keys = head * config.num_key_value_heads;
    const shapes = {
        "self_attn.q_proj": [queries, hidden], "self_attn.k_proj": [keys, hidden], "self_attn.v_proj": [keys, hidden],
        "self_attn.o_proj": [hidden, queries], "mlp.gate_proj": [inner, hidden], "mlp.up_proj": [inner, hidden],
        "mlp.down_proj": [hidden, inner],
    };
    const draw = normal(7), header = {}, parts = [];
    let offset = 0;
    const add = (name, shape, deviation) => {
        const data = Buffer.from(Float32Array.from({length: shape[0] * shape[1]}, () => draw() * deviation).buffer);
        header[name] = {dtype: "F32", shape, data_offsets: [offset, offset + data.length]};
        offset += data.length;
        parts.push(data);
    };
    for (let layer = 0; layer < config.num_hidden_layers; layer++) {
        for (const [module, [rows, columns]] of Object.entries(shapes)) {
            const name = `base_model.model.model.layers.${layer}.${module}`;
            add(`${name}.lora_A.weight`, [rank, columns], 1 / Math.sqrt(columns));
            add(`${name}.lora_B.weight`, [rows, rank], 0.06);
        }
    }
    const json = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    mkdirSync(out, {recursive: true});
    writeFileSync(path.join(out, "adapter_model.safetensors"), Buffer.concat([length, json, ...parts]));
    writeFileSync(path.join(out, "adapter_config.json"), JSON.stringify({
        peft_type: "LORA", task_type: "CAUSAL_LM", r: rank, lora_alpha: 16, lora_dropout: 0, bias: "none", use_rslora: rslora,
        target_modules: Object.keys(shapes).map((module) => module.split(".")[1]),
    }, null, 2));
}

const [what, ...rest] = process.argv.slice(2);
if (what === "tokens") {
    await tokens(...rest);
    process.exit(0);
}
adapter(rest[0], rest[1], rest[2] === "rslora");
