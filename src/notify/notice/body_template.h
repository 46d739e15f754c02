// A webhook's body in the words of its receiver: a text with placeholders such as {{text}} or {{alert.value}}, which
// name members of the body that is sent without a template; "alert" is the first of "alerts". Whatever values hold, the
// body stays what its format says: within quotes of JSON a value is escaped, outside of them it stands as JSON itself;
// in a form it is percent-encoded (WHATWG URL, application/x-www-form-urlencoded). Pure functions.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notify/notice/templates.h"

namespace openspc::notify {

enum class BodyFormat { json, text, form };
BOOST_DESCRIBE_ENUM(BodyFormat, json, text, form)

/// As the header Content-Type says it.
std::string_view content_type(BodyFormat format);

/// What may stand between {{ and }}.
std::vector<std::string> placeholders();

/// Why a template cannot be used, with its line and column, for people; nothing when it can. A template of JSON must
/// be JSON with the values of sample_message() and also where an event has none.
std::optional<std::string> template_problem(std::string_view text, BodyFormat format);

/// Throws Error(invalid) for a text that has a template_problem() other than what its values make of it.
std::string rendered(std::string_view text, BodyFormat format, const WebhookMessage& message);

/// A violation with all that is known of one.
WebhookMessage sample_message();

}  // namespace openspc::notify
