// An OPC UA server of other people's making (npm's node-opcua): its counter, ns=1;s=Counter, takes the next whole number
// with each line that stands on its standard input; "bad" and "uncertain" say its quality. Says "ready" when it
// listens. Keeps its certificates in the folder that it is given. With "endless" behind, every page of its address space
// says that there is another one.
const readline = require('node:readline')
const { OPCUAServer } = require('node-opcua-server')
const { OPCUACertificateManager } = require('node-opcua-certificate-manager')
const { DataType, Variant } = require('node-opcua-variant')
const { StatusCodes } = require('node-opcua-status-code')
const { BrowseNextResponse, BrowseResponse } = require('node-opcua-service-browse')

const [port, folder, manner] = process.argv.slice(2)
const qualities = { bad: StatusCodes.BadSensorFailure, uncertain: StatusCodes.UncertainSensorNotAccurate }

const browseWithoutEnd = (server) => {
  const pages = (asked) => asked.map(() => ({ continuationPoint: Buffer.from('more'), references: [] }))
  const answer = (Response, askedOf) => (message, channel) =>
    server._apply_on_SessionObject(Response, message, channel, (_session, send) =>
      send(new Response({ results: pages(askedOf(message.request)) })),
    )
  server._on_BrowseRequest = answer(BrowseResponse, (request) => request.nodesToBrowse)
  server._on_BrowseNextRequest = answer(BrowseNextResponse, (request) => request.continuationPoints)
}

const serve = async () => {
  const server = new OPCUAServer({
    port: Number(port),
    hostname: '127.0.0.1',
    allowAnonymous: true,
    userManager: { isValidUser: (name, password) => name === 'openspc' && password === 'secret' },
    serverCertificateManager: new OPCUACertificateManager({
      automaticallyAcceptUnknownCertificate: true,
      rootFolder: folder,
    }),
  })
  await server.initialize()
  if (manner === 'endless') browseWithoutEnd(server)
  const space = server.engine.addressSpace
  const counter = space.getOwnNamespace().addVariable({
    organizedBy: space.rootFolder.objects,
    nodeId: 's=Counter',
    browseName: 'Counter',
    dataType: DataType.Double,
    minimumSamplingInterval: 0,
  })
  let next = 0
  const count = (word) =>
    counter.setValueFromSource(
      new Variant({ dataType: DataType.Double, value: next++ }),
      qualities[word] ?? StatusCodes.Good,
      new Date(),
    )
  count('')
  await server.start()
  process.stdout.write('ready\n')
  for await (const line of readline.createInterface({ input: process.stdin })) count(line.trim())
}

serve().catch((error) => {
  process.stdout.write(`${error.stack}\n`)
  process.exit(1)
})
