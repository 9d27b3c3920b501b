// Plays one scenario of one client against a server: node run.mjs CLIENT SCENARIO ADDRESS. Exit code 1 when the client meets anything unexpected.
const [client, scenario, address] = process.argv.slice(2);
const { [scenario]: play } = await import(`./${client}.mjs`);
if (play === undefined) {
  throw new Error(`${client}.mjs has no scenario '${scenario}'`);
}

console.log('begins');
await play(address);
