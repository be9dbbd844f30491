package dev.waggle.runtime.llamaserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.runtime.guarded.ForeignAnswerException;
import dev.waggle.runtime.guarded.ForeignJson;

/**
 * What {@code GET /props} tells of the loaded model.
 *
 * @param contextTokens the context of the one slot
 * @param chatTemplate whether the model brings a chat template
 */
record ServerProperties(int contextTokens, boolean chatTemplate) {
    /**
     * What the program uses where a model has no template of its own (CHATML_TEMPLATE_SRC in llama.cpp's common/chat.cpp): no
     * other sign tells such a model from one with a template.
     */
    private static final String FALLBACK = """
            {%- for message in messages -%}
              {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' -}}
            {%- endfor -%}
            {%- if add_generation_prompt -%}
              {{- '<|im_start|>assistant\\n' -}}
            {%- endif -%}""";

    static ServerProperties of(JsonNode properties) throws ForeignAnswerException {
        String template = properties.path("chat_template").asText("");
        return new ServerProperties(
                ForeignJson.count(properties.path("default_generation_settings"), "n_ctx"),
                !template.isBlank() && !flat(template).equals(flat(FALLBACK)));
    }

    /** A line break inside a quoted text of the template is one sign or two, as the program was built. */
    private static String flat(String template) {
        return template.strip().replace("\\n", "\n");
    }
}
