package io.github.vertexbridge.endtoend;

/** The policy file behind the tests of OpenAI's format. */
final class OpenAiPolicy {
  static final String JSON =
      """
      {"aliases":{
        "chat":{"model":"publishers/google/models/gemini-2.5-flash","locations":["europe-west4"]},
        "pro":{"model":"publishers/google/models/gemini-2.5-pro","locations":["europe-west4"]},
        "strict":{"model":"publishers/google/models/gemini-2.5-flash",
                  "locations":["europe-west4"]},
        "labelled":{"model":"publishers/google/models/gemini-2.5-flash",
                    "locations":["europe-west4"]},
        "thinking":{"model":"publishers/google/models/gemini-3-pro-preview","locations":["global"]},
        "tuned":{"endpoint":"9876543210","locations":["europe-west4"]},
        "gone":{"model":"publishers/google/models/gemini-0","locations":["europe-west4"]},
        "text":{"model":"publishers/google/models/text-embedding-005",
                "locations":["europe-west4"]},
        "vectors":{"model":"publishers/google/models/gemini-embedding-2",
                   "locations":["europe-west4"]},
        "iris":{"endpoint":"1234567890","locations":["europe-west4"],"transport":"grpc"}},
       "rules":[
        {"name":"strict","callers":{"roles":["Bridge.Invoke"]},
         "allow":{"models":["strict"],"actions":["chatCompletions"],
                  "residency":["europe-west4"]},
         "guards":{"forbid":["tools.googleSearch","tools.functionDeclarations","cachedContent"]},
         "limits":{"maxOutputTokens":8}},
        {"name":"labelled","callers":{"roles":["Bridge.Invoke"]},
         "allow":{"models":["labelled"],"actions":["chatCompletions"],
                  "residency":["europe-west4"]},
         "labels":{"team":"a"}},
        {"name":"apps","callers":{"roles":["Bridge.Invoke"]},
         "allow":{"models":["chat","pro","thinking","tuned","gone","text","vectors",
                            "publishers/google/models/gemini-2.5-flash",
                            "publishers/meta/models/*"],
                  "actions":["chatCompletions","generateContent","predict","embedContent"],
                  "residency":["europe-west4","global"]}},
        {"name":"flowers","callers":{"roles":["Bridge.Invoke"]},
         "allow":{"models":["iris"],"actions":["predict"],"residency":["europe-west4"]}}]}
      """;

  private OpenAiPolicy() {}
}
