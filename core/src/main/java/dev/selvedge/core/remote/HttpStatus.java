package dev.selvedge.core.remote;

/** What HTTP statuses mean here. */
final class HttpStatus {
    private HttpStatus() {}

    /** Whether the same request may succeed later. */
    static boolean isPassing(int status) {
        return status == 408 || status == 409 || status == 425 || status == 429 || (status >= 500 && status <= 599);
    }
}
