#include "quality/characteristic/limits_routes.h"

#include <string_view>
#include <utility>

#include "identity/caller.h"
#include "quality/characteristic/access_rules.h"
#include "quality/characteristic/view.h"

namespace openspc::quality::characteristic {
namespace {

using identity::Caller;

void add_changes(net::Router& router, LimitsService& limits, ModeService& modes) {
  router.add(
      net::post("/api/v1/characteristics/{char_id}/recalculate-limits")
          .access(kEngineer)
          .tag(kTag)
          .id("recalculateLimits")
          .summary("Estimate the limits from stored samples and store them")
          .description(
              "Needs engineer at the owning plant. Samples flagged as excluded are never used; "
              "exclude_beyond_limits also leaves out those beyond the limits now in force, and "
              "out_of_control_sample_ids "
              "names them. "
              "New limits open a stage: they judge and draw samples measured from now on; those before keep their "
              "lines and violations. The first limits of all reach back to the beginning.")
          .fails({400, 404})
          .handle([&limits](net::Request& r, net::Path<CharacteristicPath> path,
                            net::Query<RecalculateQuery> query) -> base::Task<RecalculateResult> {
            Caller caller = Caller::of(r);
            co_return co_await limits.recalculate(std::move(caller), path->char_id, *query);
          }));
  router.add(net::post("/api/v1/characteristics/{char_id}/set-limits")
                 .access(kEngineer)
                 .tag(kTag)
                 .id("setLimits")
                 .summary("Store limits determined elsewhere")
                 .description(kNeedsEngineer)
                 .fails({404})
                 .handle([&limits](net::Request& r, net::Path<CharacteristicPath> path,
                                   net::Body<SetLimitsRequest> body) -> base::Task<SetLimitsResult> {
                   Caller caller = Caller::of(r);
                   co_return co_await limits.set(std::move(caller), path->char_id, *body);
                 }));
  router.add(net::post("/api/v1/characteristics/{char_id}/change-mode")
                 .access(kEngineer)
                 .tag(kTag)
                 .id("changeMode")
                 .summary("Switch the subgroup mode and rewrite the derived values of stored samples")
                 .description(kNeedsEngineer)
                 .fails({400, 404})
                 .handle([&modes](net::Request& r, net::Path<CharacteristicPath> path,
                                  net::Body<ChangeModeRequest> body) -> base::Task<ChangeModeResult> {
                   Caller caller = Caller::of(r);
                   co_return co_await modes.change(std::move(caller), path->char_id, *body);
                 }));
}

void add_previews(net::Router& router, LimitsService& limits) {
  router.add(net::post("/api/v1/characteristics/{char_id}/recalculate-limits/preview")
                 .strict()
                 .access(kEngineer)
                 .tag(kTag)
                 .id("previewRecalculation")
                 .summary("What recalculate-limits would store, and the signals of old and new lines; changes nothing")
                 .description("Needs engineer at the owning plant. The lines are laid beside the samples of the range "
                              "that the query names, as the rules are switched now.")
                 .fails({400, 404})
                 .handle([&limits](net::Request& r, net::Path<CharacteristicPath> path,
                                   net::Query<RecalculateQuery> query) -> base::Task<LimitsPreview> {
                   Caller caller = Caller::of(r);
                   co_return co_await limits.preview_recalculation(std::move(caller), path->char_id, *query);
                 }));
  router.add(net::post("/api/v1/characteristics/{char_id}/set-limits/preview")
                 .strict()
                 .access(kEngineer)
                 .tag(kTag)
                 .id("previewSetLimits")
                 .summary("What set-limits would store, and the signals of old and new lines; changes nothing")
                 .description("Needs engineer at the owning plant. The lines are laid beside the newest 1,000 samples.")
                 .fails({404})
                 .handle([&limits](net::Request& r, net::Path<CharacteristicPath> path,
                                   net::Body<SetLimitsRequest> body) -> base::Task<LimitsPreview> {
                   Caller caller = Caller::of(r);
                   co_return co_await limits.preview_set(std::move(caller), path->char_id, std::move(*body));
                 }));
}

void add_history(net::Router& router, LimitsService& limits) {
  router.add(net::get("/api/v1/characteristics/{char_id}/limit-revisions")
                 .strict()
                 .access(kReader)
                 .tag(kTag)
                 .id("listLimitRevisions")
                 .summary("Every set of control limits that applied, newest first")
                 .description("Who set them, when, out of what and why, and the time of the samples that they judge.")
                 .fails({404})
                 .handle([&limits](net::Request& r, net::Path<CharacteristicPath> path,
                                   net::Query<LimitHistoryQuery> query) -> base::Task<LimitHistoryPage> {
                   co_return co_await limits.history(r.principal(), path->char_id, *query);
                 }));
}

}  // namespace

void add_limits_routes(net::Router& router, LimitsService& limits, ModeService& modes) {
  add_changes(router, limits, modes);
  add_previews(router, limits);
  add_history(router, limits);
}

}  // namespace openspc::quality::characteristic
