package dev.selvedge.core.remote;

import dev.selvedge.core.ContentHash;
import dev.selvedge.core.Reply;
import java.util.List;

/**
 * One request to an endpoint with all its attempts, and what came of it.
 *
 * @param request hash of the request, which holds the model and not the key
 * @param asker the piece of work that asked, see {@link dev.selvedge.core.Asking}; empty where there is none
 * @param occurrence how often that asker had made this request before
 * @param requestBody the request as it was sent
 * @param reply the completion, or the reason why there is none
 * @param tokens the reply's tokens with log-probabilities, empty where the endpoint does not tell
 * @param responseBody the last response as it came, empty where none came; secrets are blotted out
 * @param status HTTP status of the last attempt, 0 where none came
 * @param attempts number of attempts
 * @param milliseconds from the first attempt to the end of the last
 */
public record Exchange(
        ContentHash request,
        String asker,
        int occurrence,
        String requestBody,
        Reply reply,
        List<SampledToken> tokens,
        String responseBody,
        int status,
        int attempts,
        long milliseconds) {
    public Exchange {
        tokens = List.copyOf(tokens);
    }
}
