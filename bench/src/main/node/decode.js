// How fast llama.cpp decodes: node decode.js MODEL.gguf THREADS SEQUENCES TOKENS
// Prints tokens per second of so many sequences side by side, each greedy and of so many tokens, after a warm-up.
import {getLlama} from "node-llama-cpp";

const file = process.argv[2];
const [threads, sequences, tokens] = process.argv.slice(3).map(Number);
const llama = await getLlama({gpu: false, build: "never", logLevel: "error", maxThreads: threads});
const model = await llama.loadModel({modelPath: file, gpuLayers: 0});
const context = await model.createContext({contextSize: 512, sequences, threads, batchSize: 512});
const all = Array.from({length: sequences}, () => context.getSequence());

async function decode(sequence, prompt, count) {
    let decoded = 0;
    for await (const _ of sequence.evaluate(prompt, {temperature: 0, yieldEogToken: true})) {
        if (++decoded === count) {
            break;
        }
    }
    return decoded;
}

const run = count => Promise.all(all.map((sequence, i) => decode(sequence, [1, 2, 3, 4 + i, 5], count)));
await run(8);
const begin = performance.now();
const decoded = await run(tokens);
const seconds = (performance.now() - begin) / 1000;
console.log(decoded.reduce((a, b) => a + b) / seconds);
process.exit(0);
