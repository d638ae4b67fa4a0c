#pragma once

#include "engine/endpoint/exchange.h"

struct MHD_Connection;

// Between the exchange and libmicrohttpd's view of one request.
namespace engine::endpoint {

// Fills everything but method and path. The views live as long as the request.
void readFields(MHD_Connection* handle, RequestHead& head);

// False: the library refused, the connection must end.
bool queueAnswer(MHD_Connection* handle, Exchange& exchange, RequestIds& requestIds);

}  // namespace engine::endpoint
