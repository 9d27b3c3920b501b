#!/bin/sh
# Streams a chat: sh curl.sh http://127.0.0.1:8000
curl -sSN "${1%/}/v1/chat/completions" -H 'content-type: application/json' -d '{
  "model": "Llama-3.1-8B",
  "messages": [{"role": "user", "content": "Hello there"}],
  "max_tokens": 6, "stream": true, "stream_options": {"include_usage": true}
}'
