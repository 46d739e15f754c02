// An edge node of other people's making (npm's sparkplug-client): is born with one device, sends the values that stand
// on its standard input, one a line, and says on its standard output what it is told.
const readline = require('node:readline')
const sparkplug = require('sparkplug-client')

const [port, group, node, device] = process.argv.slice(2)
const client = sparkplug.newClient({
  serverUrl: `tcp://127.0.0.1:${port}`,
  username: '',
  password: '',
  groupId: group,
  edgeNode: node,
  clientId: `peer-${node}`,
  version: 'spBv1.0',
  publishDeath: true,
})
const say = (word) => process.stdout.write(`${word}\n`)
const force = (value) => ({ name: 'Force', type: 'Double', value })

const tellBirths = () => {
  client.publishNodeBirth({
    timestamp: Date.now(),
    metrics: [{ name: 'Node Control/Rebirth', type: 'Boolean', value: false }],
  })
  client.publishDeviceBirth(device, {
    timestamp: Date.now(),
    metrics: [force(0), { name: 'Stop', type: 'Boolean', value: false }],
  })
  say('born')
}

client.on('birth', tellBirths)
client.on('ncmd', (payload) => {
  for (const metric of payload.metrics) {
    say(`ncmd ${metric.name}`)
    if (metric.name === 'Node Control/Rebirth') tellBirths()
  }
})
client.on('dcmd', (id, payload) => {
  for (const metric of payload.metrics) say(`dcmd ${id} ${metric.name} ${metric.value}`)
})
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  client.publishDeviceData(device, { timestamp: Date.now(), metrics: [force(Number(line))] })
})
