"""Requests by GET and otherwise that are no plain question: what else a client may send on a connection."""

from urllib.parse import quote

from tests.reliability.conversation import HOST, asking, request

FORM = "Content-Type: application/x-www-form-urlencoded"
DIRECT = "Content-Type: application/sparql-query"
CHUNKED = "Transfer-Encoding: chunked"
CSV = "Accept: text/csv"
GRAPH = quote("https://w3id.org/strategraf/graph/codes", safe="")
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LONG = "SELECT ?s { ?s ?p ?o } LIMIT %d"
NAMED = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
PIECES = request("/sparql", DIRECT, CHUNKED, method="POST")


def post(*lines: str, body: bytes) -> bytes:
    return request("/sparql", *lines, method="POST", body=body)


OTHERS = {
    "HEAD": request("/sparql?query=ASK%7B%7D%23head", method="HEAD"),
    "HEAD elsewhere": request("/health", method="HEAD"),
    "OPTIONS": request("/sparql", "Access-Control-Request-Method: POST", "Origin: http://a.example", method="OPTIONS"),
    "a form": post(FORM, CSV, body=b"query=SELECT+%28%22form%22+AS+%3Fx%29+%7B%7D"),
    "a direct body": post(DIRECT, CSV, body=b'SELECT ("direct" AS ?x) {}'),
    "a body in pieces": PIECES + b"3\r\nASK\r\n5\r\n {#c}\r\n1\r\n\n\r\n1\r\n}\r\n0\r\n\r\n",
    "a body with a trailer": PIECES + b"8;a=b\r\nASK{}#tr\r\n0\r\nX: y\r\n\r\n",
    "GET with a body": request("/sparql?query=ASK%7B%7D%23body", body=b"GET /health HTTP/1.1\r\n\r\n"),
    "GET with a body in pieces": request("/sparql?query=ASK%7B%7D%23pieces", CHUNKED) + b"3\r\nabc\r\n0\r\n\r\n",
    "/health": request("/health"),
    "/questions": request("/questions", "Accept: application/json"),
    "a question": request("/questions/measures-for-element?element=ZPO4", CSV),
    "a search": request("/search?q=obce", "Accept: application/json"),
    "no query": request("/sparql", "Accept: text/turtle"),
    "no query, with a question mark": request("/sparql?", "Accept: application/n-triples"),
    "an empty query string's page": request("/sparql?", "Accept: text/html"),
    "parameters without a query": request("/sparql?timeout=5", "Accept: text/turtle"),
    "the editor": request("/sparql", "Accept: text/html"),
    "a page": asking("SELECT (1 AS ?page) {}", "Accept: text/html,application/xhtml+xml,*/*;q=0.8"),
    "a page in English": asking("SELECT (2 AS ?page) {}", "Accept: text/html", more="&lang=en"),
    "a page of a mistake": asking("SELECT (3 AS ?page", "Accept: text/html"),
    "a page's link": asking("SELECT (4 AS ?page) {}", "Accept: text/html", more="&format=tsv"),
    "a graph as the default": asking(COUNT, CSV, more=f"&default-graph-uri={GRAPH}"),
    "an unknown graph": asking(COUNT, CSV, more="&default-graph-uri=urn%3Anowhere"),
    "named graphs": asking(NAMED, CSV, more=f"&named-graph-uri={GRAPH}&named-graph-uri=urn%3Anowhere"),
    "less time": asking("SELECT (5 AS ?x) {}", CSV, more="&timeout=7"),
    "an unknown parameter": asking("SELECT (6 AS ?x) {}", CSV, more="&x=y&x=z&&=&a"),
    "the query last": request("/sparql?timeout=7&format=csv&query=SELECT%20%287%20AS%20%3Fx%29%20%7B%7D"),
    "the query in the midst": request("/sparql?a=b&query=SELECT%20%288%20AS%20%3Fx%29%20%7B%7D&format=tsv"),
    "the query twice, once empty": request("/sparql?query=&query=ASK%7B%7D"),
    "a parameter's name encoded": request("/sparql?%71uery=ASK%7B%7D%23name"),
    "plus and %20": request("/sparql?query=SELECT+%28%22a%2Bb+c%20d%22+AS+%3Fx%29+{}&format=csv"),
    "letters": asking('SELECT ("žluťoučký 🌍" AS ?x) {}', CSV),
    "no text": request("/sparql?query=ASK%20%7B%7D%20%23%C3%28"),
    "a semicolon": request("/sparql?query=ASK%7B%7D%23semicolon;format=xml"),
    "a fragment": request("/sparql?query=ASK%7B%7D#fragment"),
    "a path with a percentage": request("/%73parql?query=ASK%7B%7D%23path"),
    "a path with a slash": request("/sparql/?query=ASK%7B%7D%23slash"),
    "a path with two slashes": request("//sparql?query=ASK%7B%7D%23slashes"),
    "a path with a dot": request("/./sparql?query=ASK%7B%7D%23dot"),
    "a path in capitals": request("/SPARQL?query=ASK%7B%7D%23capitals"),
    "an absolute address": request(f"http://{HOST}/sparql?query=ASK%7B%7D%23absolute"),
    "another host": request("/sparql?query=ASK%7B%7D%23host", host="other.example:81"),
    "another host in the address": request("http://other.example:81/sparql?query=ASK%7B%7D%23absolutehost"),
    "lower case": b"GET /sparql?query=ASK%7B%7D%23lower HTTP/1.1\r\nhost:a.example\r\naccept:text/plain\r\n\r\n",
    "capitals": b"GET /sparql?query=ASK%7B%7D%23upper HTTP/1.1\r\nHOST: a.example\r\nACCEPT: application/xml\r\n\r\n",
    "spaces": b"GET /sparql?query=ASK%7B%7D%23spaces HTTP/1.1\r\nHost:  \t a.a \t\r\nAccept: \t text/plain  \r\n\r\n",
    "two of Accept": asking("ASK { } # accepts", "Accept: text/plain", "Accept: application/sparql-results+xml"),
    "two of Accept-Encoding": asking(LONG % 500, "Accept-Encoding: gzip", "Accept-Encoding: zstd"),
    "two of Accept-Language": asking("ASK {{ # languages", "Accept-Language: en", "Accept-Language: cs"),
    "empty headers": asking("ASK { } # empties", "Accept:", "Accept-Encoding:", "Accept-Language:", "X:"),
    "an unknown coding": asking(LONG % 501, "Accept-Encoding: br, gzip;q=0, *;q=0.5"),
    "a header in other letters": "GET /sparql?query=ASK%7B%7D%23x HTTP/1.1\r\nHost: a\r\nX: ž\r\n\r\n".encode(),
    "a cookie": asking("ASK { } # cookie", "Cookie: a=b", "Authorization: Bearer nothing", "Range: bytes=0-3"),
    "an offer of HTTP/2": asking("ASK { } # h2c", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c"),
    "keep-alive said": asking("ASK { } # kept", "Connection: keep-alive"),
    "a proxy's client": asking("ASK { } # proxy", "X-Forwarded-For: 198.51.100.9", "X-Forwarded-Proto: https"),
    "two tags": asking("ASK { } # tags", 'If-None-Match: "a", W/"b"'),
}  # fmt: skip
CLOSING = {
    "close said": asking("ASK { } # close", "Connection: close"),
    "HTTP/1.0": b"GET /sparql?query=ASK%7B%7D%2310 HTTP/1.0\r\nHost: data.example\r\n\r\n",
    "HTTP/1.0 without a host": b"GET /sparql?query=ASK%7B%7D%23nohost10 HTTP/1.0\r\n\r\n",
    "no version": b"GET /sparql?query=ASK%7B%7D%2309\r\n\r\n",
    "close in a list": asking("ASK { } # list", "connection: x, Close"),
}
"""Requests after which a fresh connection is closed, as they ask for it."""
REFUSED = {
    "bytes as they are": 'GET /sparql?format=csv&query=SELECT+("č"+AS+?x){} HTTP/1.1\r\nHost: a\r\n\r\n'.encode(),
    "bare line feeds": b"GET /sparql?query=ASK%7B%7D%23lf HTTP/1.1\nHost: a.example\nAccept: text/plain\n\n",
    "no HTTP": b"HELLO\r\n\r\n",
    "a space before the colon": b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost : a\r\n\r\n",
    "a byte in a header's name": b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nX\x00Y: 1\r\n\r\n",
    "two lengths": request("/sparql?query=ASK%7B%7D", "Content-Length: 1", "Content-Length: 2"),
    "a length and pieces": request("/sparql?query=ASK%7B%7D", CHUNKED, "Content-Length: 5"),
    "a negative length": request("/sparql?query=ASK%7B%7D", "Content-Length: -1"),
    "two hosts": request("/sparql?query=ASK%7B%7D%23hosts", "Host: second.example"),
    "no host": b"GET /sparql?query=ASK%7B%7D%23nohost HTTP/1.1\r\n\r\n",
    "a host that is none": request("/sparql?query=ASK%7B%7D%23nonehost", host="user@data.example"),
    "a coding that is not the last": request("/sparql?query=ASK%7B%7D", "Transfer-Encoding: gzip"),
    "a proxy": request("data.example:443", method="CONNECT"),
    "HTTP/2 at once": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
}
"""What is no HTTP/1.1."""
