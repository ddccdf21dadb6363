// Runs models in llama.cpp: node llama.js REQUESTS.json ANSWERS.json
// A request is {file, prompts, greedy, texts}; its answer {logits, continuations, tokens}: the logits at every token of
// each prompt, its greedy continuation by so many tokens, and the tokens of each text.
import {readFileSync, writeFileSync} from "node:fs";
import {getLlama} from "node-llama-cpp";

const [requestFile, answerFile] = process.argv.slice(2);
const llama = await getLlama({gpu: false, build: "never", logLevel: "error", maxThreads: 1});

async function evaluate(sequence, tokens) {
    const results = await sequence.controlledEvaluate(tokens.map(token => [token, {generateNext: {logits: true}}]));
    return results.map(result => result.next.logits);
}

function inOrder(logits) {
    const row = new Array(logits.size);
    for (const [token, logit] of logits) {
        row[token] = logit;
    }
    return row;
}

function greatest(logits) {
    let best = -1;
    for (const [token, logit] of logits) {
        if (best < 0 || logit > logits.get(best)) {
            best = token;
        }
    }
    return best;
}

async function answer({file, prompts, greedy, texts, contextSize}) {
    const model = await llama.loadModel({modelPath: file, gpuLayers: 0});
    const logits = [];
    const continuations = [];
    for (const prompt of prompts) {
        const context = await model.createContext({
            contextSize: contextSize ?? 256,
            threads: 1,
            flashAttention: false,
            experimentalKvCacheKeyType: "F32",
            experimentalKvCacheValueType: "F32"
        });
        const sequence = context.getSequence();
        let rows = await evaluate(sequence, prompt);
        logits.push(rows.map(inOrder));
        const continuation = [];
        while (continuation.length < greedy) {
            const next = greatest(rows.at(-1));
            continuation.push(next);
            rows = await evaluate(sequence, [next]);
        }
        continuations.push(continuation);
        await context.dispose();
    }
    const tokens = texts.map(text => model.tokenize(text));
    await model.dispose();
    return {logits, continuations, tokens};
}

const answers = [];
for (const request of JSON.parse(readFileSync(requestFile, "utf8"))) {
    answers.push(await answer(request));
}
writeFileSync(answerFile, JSON.stringify(answers));
process.exit(0);
