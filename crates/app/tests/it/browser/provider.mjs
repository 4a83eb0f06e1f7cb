// A real identity provider for the tests: whoever comes is whoever they say. It takes a free port and says which, then reads
// where browsers are sent back to.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const modules = createRequire(`${process.argv[2]}/`);
const { default: Provider } = await import(modules.resolve('oidc-provider'));

let answer = (_request, response) => response.writeHead(503).end();
const server = createServer((request, response) => answer(request, response));
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));

createInterface({ input: process.stdin }).once('line', (back) => {
  const provider = new Provider(`http://127.0.0.1:${server.address().port}`, {
    clients: [{ client_id: 'sluice', client_secret: 'a secret of the tests', redirect_uris: [back] }],
    pkce: { required: () => true },
  });
  answer = provider.callback();
  console.log('ready');
});
