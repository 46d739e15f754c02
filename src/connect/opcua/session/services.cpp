#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "connect/opcua/session/impl.h"
#include "connect/payload/payload.h"

namespace openspc::connect::opcua {
namespace {

// A server may answer each question for more with "there is more" and nothing else.
constexpr int kMostContinuations = 100;
constexpr std::size_t kNodesAtOnce = 100;
constexpr UA_UInt32 kChildrenCounted = 1'000;

using BrowseRequest = Ua<UA_BrowseRequest, UA_TYPES_BROWSEREQUEST>;
using BrowseResponse = Ua<UA_BrowseResponse, UA_TYPES_BROWSERESPONSE>;
using BrowseNextRequest = Ua<UA_BrowseNextRequest, UA_TYPES_BROWSENEXTREQUEST>;
using BrowseNextResponse = Ua<UA_BrowseNextResponse, UA_TYPES_BROWSENEXTRESPONSE>;
using ReadRequest = Ua<UA_ReadRequest, UA_TYPES_READREQUEST>;
using ReadResponse = Ua<UA_ReadResponse, UA_TYPES_READRESPONSE>;
using WriteRequest = Ua<UA_WriteRequest, UA_TYPES_WRITEREQUEST>;
using WriteResponse = Ua<UA_WriteResponse, UA_TYPES_WRITERESPONSE>;

Error refused(UA_StatusCode status) {
  return {Error::Kind::refused, name_of(status)};
}

Error malformed() {
  return {Error::Kind::refused, "the server's answer does not fit the question"};
}

const char* class_name(UA_NodeClass node_class) {
  switch (node_class) {
    case UA_NODECLASS_OBJECT:
      return "Object";
    case UA_NODECLASS_VARIABLE:
      return "Variable";
    case UA_NODECLASS_METHOD:
      return "Method";
    case UA_NODECLASS_OBJECTTYPE:
      return "ObjectType";
    case UA_NODECLASS_VARIABLETYPE:
      return "VariableType";
    case UA_NODECLASS_REFERENCETYPE:
      return "ReferenceType";
    case UA_NODECLASS_DATATYPE:
      return "DataType";
    case UA_NODECLASS_VIEW:
      return "View";
    default:
      return nullptr;
  }
}

void ask_children(UA_BrowseDescription& question, const UA_NodeId& node, UA_UInt32 result_mask) {
  UA_NodeId_copy(&node, &question.nodeId);
  question.browseDirection = UA_BROWSEDIRECTION_FORWARD;
  question.referenceTypeId = UA_NODEID_NUMERIC(0, UA_NS0ID_HIERARCHICALREFERENCES);
  question.includeSubtypes = true;
  question.resultMask = result_mask;
}

template <class T>
void allocate(T*& array, std::size_t& size, std::size_t count, std::size_t type) {
  array = static_cast<T*>(UA_Array_new(count, &UA_TYPES[type]));
  if (array == nullptr) throw std::bad_alloc();
  size = count;
}

void add_node(std::vector<Node>& nodes, std::set<std::string>& seen, const UA_ReferenceDescription& reference) {
  // What lives on another server cannot be asked for here.
  if (reference.nodeId.serverIndex != 0 || reference.nodeId.namespaceUri.length != 0) return;
  const char* node_class = class_name(reference.nodeClass);
  if (node_class == nullptr) return;
  Node node{.node_id = text_of(reference.nodeId.nodeId),
            .browse_name = fmt::format("{}:{}", reference.browseName.namespaceIndex,
                                       payload::printable_excerpt(text_of(reference.browseName.name))),
            .display_name = payload::printable_excerpt(text_of(reference.displayName.text)),
            .node_class = node_class};
  if (node.display_name.empty()) node.display_name = node.browse_name;
  if (seen.insert(node.node_id).second) nodes.push_back(std::move(node));
}

template <class T>
void put(UA_Variant& into, T value, std::size_t type) {
  UA_Variant_setScalarCopy(&into, &value, &UA_TYPES[type]);
}

[[noreturn]] void does_not_fit(const boost::json::value& value, const std::string& type) {
  throw base::invalid_field({"body", "value"}, "value_error", "Value error, it does not fit the node's type " + type,
                            value);
}

template <class T>
void put_integer(UA_Variant& into, const boost::json::value& value, std::size_t type) {
  const double number = value.is_number() ? value.to_number<double>() : std::nan("");
  boost::system::error_code error;
  const T exact = value.is_number() ? value.to_number<T>(error) : T{};
  if (error || !std::isfinite(number) || number != std::floor(number)) does_not_fit(value, UA_TYPES[type].typeName);
  put(into, exact, type);
}

// JSON to the type that the node holds: servers refuse a Double where an Int16 is.
void put_value(UA_Variant& into, const boost::json::value& value, const UA_DataType* type) {
  const std::string type_name = type == nullptr ? "Unknown" : type->typeName;
  const auto kind = type == nullptr ? UA_DATATYPEKIND_STRUCTURE : static_cast<UA_DataTypeKind>(type->typeKind);
  switch (kind) {
    case UA_DATATYPEKIND_BOOLEAN:
      if (!value.is_bool()) does_not_fit(value, type_name);
      return put<UA_Boolean>(into, value.get_bool(), UA_TYPES_BOOLEAN);
    case UA_DATATYPEKIND_SBYTE:
      return put_integer<UA_SByte>(into, value, UA_TYPES_SBYTE);
    case UA_DATATYPEKIND_BYTE:
      return put_integer<UA_Byte>(into, value, UA_TYPES_BYTE);
    case UA_DATATYPEKIND_INT16:
      return put_integer<UA_Int16>(into, value, UA_TYPES_INT16);
    case UA_DATATYPEKIND_UINT16:
      return put_integer<UA_UInt16>(into, value, UA_TYPES_UINT16);
    case UA_DATATYPEKIND_INT32:
    case UA_DATATYPEKIND_ENUM:
      return put_integer<UA_Int32>(into, value, UA_TYPES_INT32);
    case UA_DATATYPEKIND_UINT32:
      return put_integer<UA_UInt32>(into, value, UA_TYPES_UINT32);
    case UA_DATATYPEKIND_INT64:
      return put_integer<UA_Int64>(into, value, UA_TYPES_INT64);
    case UA_DATATYPEKIND_UINT64:
      return put_integer<UA_UInt64>(into, value, UA_TYPES_UINT64);
    case UA_DATATYPEKIND_FLOAT:
    case UA_DATATYPEKIND_DOUBLE: {
      const auto number = value.is_number() ? value.to_number<double>() : std::nan("");
      const double largest =
          kind == UA_DATATYPEKIND_DOUBLE ? std::numeric_limits<double>::max() : std::numeric_limits<float>::max();
      // A number beyond would become infinity.
      if (!(std::abs(number) <= largest)) does_not_fit(value, type_name);
      if (kind == UA_DATATYPEKIND_DOUBLE) return put<UA_Double>(into, number, UA_TYPES_DOUBLE);
      return put<UA_Float>(into, static_cast<UA_Float>(number), UA_TYPES_FLOAT);
    }
    case UA_DATATYPEKIND_STRING: {
      if (!value.is_string()) does_not_fit(value, type_name);
      const std::string text(value.get_string());
      return put<UA_String>(into, view_of(text), UA_TYPES_STRING);
    }
    default:
      does_not_fit(value, type_name);
  }
}

}  // namespace

std::vector<Node> Session::Impl::browse(const std::string& node_id, std::size_t limit) {
  const UaNodeId node = node_of(node_id);
  std::vector<Node> nodes;
  list_children(*node, nodes, limit);
  add_types(nodes);
  add_counts(nodes);
  return nodes;
}

void Session::Impl::list_children(const UA_NodeId& node, std::vector<Node>& nodes, std::size_t limit) {
  BrowseRequest request;
  allocate(request->nodesToBrowse, request->nodesToBrowseSize, 1, UA_TYPES_BROWSEDESCRIPTION);
  ask_children(request->nodesToBrowse[0], node, UA_BROWSERESULTMASK_ALL);
  request->requestedMaxReferencesPerNode = static_cast<UA_UInt32>(limit);
  BrowseResponse response;
  call(request, response);
  if (response->resultsSize != 1) throw malformed();
  if (UA_StatusCode_isBad(response->results[0].statusCode)) throw refused(response->results[0].statusCode);
  std::set<std::string> seen;
  Ua<UA_BrowseResult, UA_TYPES_BROWSERESULT> page;
  std::swap(*page, response->results[0]);
  for (int round = 0;; ++round) {
    for (std::size_t i = 0; i < page->referencesSize && nodes.size() < limit; ++i)
      add_node(nodes, seen, page->references[i]);
    if (page->continuationPoint.length == 0) return;
    if (nodes.size() >= limit || round >= kMostContinuations) return release(page->continuationPoint);
    BrowseNextRequest more;
    allocate(more->continuationPoints, more->continuationPointsSize, 1, UA_TYPES_BYTESTRING);
    std::swap(more->continuationPoints[0], page->continuationPoint);
    BrowseNextResponse next;
    call(more, next);
    if (next->resultsSize != 1) throw malformed();
    if (UA_StatusCode_isBad(next->results[0].statusCode)) throw refused(next->results[0].statusCode);
    std::swap(*page, next->results[0]);
  }
}

void Session::Impl::release(const UA_ByteString& continuation_point) {
  BrowseNextRequest request;
  request->releaseContinuationPoints = true;
  allocate(request->continuationPoints, request->continuationPointsSize, 1, UA_TYPES_BYTESTRING);
  UA_ByteString_copy(&continuation_point, &request->continuationPoints[0]);
  BrowseNextResponse response;
  try_call(request, response);
}

void Session::Impl::add_types(std::vector<Node>& nodes) {
  std::vector<Node*> variables;
  for (Node& node : nodes)
    if (node.node_class == "Variable") variables.push_back(&node);
  for (std::size_t begin = 0; begin < variables.size(); begin += kNodesAtOnce) {
    const std::size_t count = std::min(kNodesAtOnce, variables.size() - begin);
    ReadRequest request;
    allocate(request->nodesToRead, request->nodesToReadSize, count, UA_TYPES_READVALUEID);
    for (std::size_t i = 0; i < count; ++i) {
      std::swap(request->nodesToRead[i].nodeId, *parse_node_id(variables[begin + i]->node_id));
      request->nodesToRead[i].attributeId = UA_ATTRIBUTEID_DATATYPE;
    }
    ReadResponse response;
    const UA_StatusCode status = try_call(request, response);
    const bool answered = status == UA_STATUSCODE_GOOD && response->resultsSize == count;
    for (std::size_t i = 0; i < count; ++i) {
      variables[begin + i]->data_type = "Unknown";
      if (!answered) continue;
      const UA_Variant& type = response->results[i].value;
      if (UA_Variant_hasScalarType(&type, &UA_TYPES[UA_TYPES_NODEID]))
        variables[begin + i]->data_type = built_in_type_name(*static_cast<const UA_NodeId*>(type.data));
    }
  }
}

void Session::Impl::add_counts(std::vector<Node>& nodes) {
  for (std::size_t begin = 0; begin < nodes.size(); begin += kNodesAtOnce) {
    const std::size_t count = std::min(kNodesAtOnce, nodes.size() - begin);
    BrowseRequest request;
    allocate(request->nodesToBrowse, request->nodesToBrowseSize, count, UA_TYPES_BROWSEDESCRIPTION);
    for (std::size_t i = 0; i < count; ++i)
      ask_children(request->nodesToBrowse[i], *parse_node_id(nodes[begin + i].node_id), UA_BROWSERESULTMASK_NONE);
    request->requestedMaxReferencesPerNode = kChildrenCounted;
    BrowseResponse response;
    if (try_call(request, response) != UA_STATUSCODE_GOOD || response->resultsSize != count) continue;
    for (std::size_t i = 0; i < count; ++i) {
      nodes[begin + i].children_count = static_cast<std::int64_t>(response->results[i].referencesSize);
      if (response->results[i].continuationPoint.length != 0) release(response->results[i].continuationPoint);
    }
  }
}

Value Session::Impl::read(const std::string& node_id) {
  ReadRequest request;
  allocate(request->nodesToRead, request->nodesToReadSize, 1, UA_TYPES_READVALUEID);
  std::swap(request->nodesToRead[0].nodeId, *node_of(node_id));
  request->nodesToRead[0].attributeId = UA_ATTRIBUTEID_VALUE;
  request->timestampsToReturn = UA_TIMESTAMPSTORETURN_BOTH;
  ReadResponse response;
  call(request, response);
  if (response->resultsSize != 1) throw malformed();
  const UA_DataValue& result = response->results[0];
  // Bad for want of a value is an error of the question; a sensor's bad value is an answer.
  const UA_StatusCode status = result.hasStatus ? result.status : UA_STATUSCODE_GOOD;
  if (status == UA_STATUSCODE_BADNODEIDUNKNOWN || status == UA_STATUSCODE_BADNODEIDINVALID ||
      status == UA_STATUSCODE_BADATTRIBUTEIDINVALID || status == UA_STATUSCODE_BADNOTREADABLE ||
      status == UA_STATUSCODE_BADUSERACCESSDENIED)
    throw refused(status);
  return value_of(result);
}

void Session::Impl::write(const std::string& node_id, const std::string& namespace_uri,
                          const boost::json::value& value) {
  ReadRequest question;
  allocate(question->nodesToRead, question->nodesToReadSize, 1, UA_TYPES_READVALUEID);
  std::swap(question->nodesToRead[0].nodeId, *node_of(node_id, namespace_uri));
  question->nodesToRead[0].attributeId = UA_ATTRIBUTEID_DATATYPE;
  ReadResponse answer;
  call(question, answer);
  if (answer->resultsSize != 1) throw malformed();
  const UA_DataValue& found = answer->results[0];
  if (!UA_Variant_hasScalarType(&found.value, &UA_TYPES[UA_TYPES_NODEID]))
    throw refused(found.hasStatus ? found.status : UA_STATUSCODE_BADATTRIBUTEIDINVALID);
  WriteRequest request;
  allocate(request->nodesToWrite, request->nodesToWriteSize, 1, UA_TYPES_WRITEVALUE);
  UA_WriteValue& target = request->nodesToWrite[0];
  std::swap(target.nodeId, *node_of(node_id, namespace_uri));
  target.attributeId = UA_ATTRIBUTEID_VALUE;
  target.value.hasValue = true;
  put_value(target.value.value, value, UA_findDataType(static_cast<const UA_NodeId*>(found.value.data)));
  WriteResponse response;
  call(request, response);
  if (response->resultsSize != 1) throw malformed();
  if (UA_StatusCode_isBad(response->results[0])) throw refused(response->results[0]);
}

UaNodeId Session::Impl::node_of(const std::string& node_id, const std::string& namespace_uri) const {
  const auto found = in_order_of(namespaces_, node_id, namespace_uri);
  if (const auto* gone = std::get_if<NamespaceGone>(&found)) throw Error(Error::Kind::bad_node, gone->reason);
  return parse_node_id(std::get<std::string>(found));
}

// A server that does not tell has no names: ids by URI are refused, those by index go on.
std::vector<std::string> Session::Impl::read_namespaces() {
  ReadRequest request;
  allocate(request->nodesToRead, request->nodesToReadSize, 1, UA_TYPES_READVALUEID);
  request->nodesToRead[0].nodeId = UA_NODEID_NUMERIC(0, UA_NS0ID_SERVER_NAMESPACEARRAY);
  request->nodesToRead[0].attributeId = UA_ATTRIBUTEID_VALUE;
  ReadResponse response;
  std::vector<std::string> names;
  if (try_call(request, response) != UA_STATUSCODE_GOOD || response->resultsSize != 1) return names;
  const UA_Variant& list = response->results[0].value;
  if (!UA_Variant_hasArrayType(&list, &UA_TYPES[UA_TYPES_STRING])) return names;
  for (std::size_t i = 0; i < list.arrayLength; ++i)
    names.push_back(text_of(static_cast<const UA_String*>(list.data)[i]));
  return names;
}

std::string Session::Impl::server_name() {
  ReadRequest request;
  allocate(request->nodesToRead, request->nodesToReadSize, 1, UA_TYPES_READVALUEID);
  request->nodesToRead[0].nodeId = UA_NODEID_NUMERIC(0, UA_NS0ID_SERVER);
  request->nodesToRead[0].attributeId = UA_ATTRIBUTEID_DISPLAYNAME;
  ReadResponse response;
  call(request, response);
  if (response->resultsSize != 1) throw malformed();
  const UA_Variant& name = response->results[0].value;
  if (!UA_Variant_hasScalarType(&name, &UA_TYPES[UA_TYPES_LOCALIZEDTEXT])) return "Server";
  return payload::printable_excerpt(text_of(static_cast<const UA_LocalizedText*>(name.data)->text));
}

}  // namespace openspc::connect::opcua
