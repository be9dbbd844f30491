// Usage: node chat.mjs BASE_URL KEY EXPECTED. Talks to Waggle as every program that uses OpenAI's client does.
import OpenAI from "openai";

const [baseURL, apiKey, expected] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });

const checks = {
  async "lists the model"() {
    const models = [];
    for await (const model of client.models.list()) models.push(model.id);
    if (!models.includes("waggle-demo")) throw new Error(`models are ${models}`);
  },
  async "streams a chat"() {
    const stream = await client.chat.completions.create({
      model: "waggle-demo",
      messages: [{ role: "user", content: "Hello!" }],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    let pieces = 0;
    let usage;
    for await (const chunk of stream) {
      const piece = chunk.choices[0]?.delta?.content ?? "";
      if (piece) pieces++;
      text += piece;
      usage = chunk.usage ?? usage;
    }
    if (text !== expected) throw new Error(`it said: ${text}`);
    if (pieces < 5) throw new Error(`only ${pieces} pieces: that is no stream`);
    if (!(usage?.completion_tokens >= pieces)) throw new Error(`usage is ${JSON.stringify(usage)}`);
  },
  async "answers in one piece"() {
    const answer = await client.chat.completions.create({
      model: "waggle-demo",
      messages: [{ role: "user", content: [{ type: "text", text: "Hello!" }] }],
    });
    if (answer.choices[0].message.content !== expected) throw new Error(JSON.stringify(answer));
  },
  async "can stop early"() {
    const stream = await client.chat.completions.create({
      model: "waggle-demo",
      messages: [{ role: "user", content: "Hello!" }],
      stream: true,
    });
    for await (const _ of stream) break;
    stream.controller.abort();
  },
  async "understands a refusal"() {
    const refused = await client.chat.completions
      .create({ model: "no-such-model", messages: [{ role: "user", content: "?" }] })
      .then(() => null, (error) => error);
    if (!(refused instanceof OpenAI.NotFoundError) || refused.code !== "unknown_model")
      throw new Error(`the error is ${refused}`);
  },
  async "is refused with a wrong key"() {
    const stranger = new OpenAI({ baseURL, apiKey: "wrong", maxRetries: 0 });
    const refused = await stranger.models.list().then(() => null, (error) => error);
    if (!(refused instanceof OpenAI.AuthenticationError)) throw new Error(`the error is ${refused}`);
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
  } catch (error) {
    failed++;
    console.error(`FAILED: the OpenAI client ${name}: ${error.message}`);
  }
}
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
