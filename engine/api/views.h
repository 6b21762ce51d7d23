#pragma once
#include "engine/base/json/json.h"
#include "spool/spool.h"

/// Ledger rows as the contract's JSON.
namespace longshore::api {

json::Value document_view(const spool::Document& document);
json::Value detail_view(const spool::DocumentDetail& detail);
json::Value delivery_view(const spool::Delivery& delivery);
json::Value status_view(const spool::Status& status, const std::vector<spool::Alert>& alerts);

}  // namespace longshore::api
