package io.vigie.ingest.http;

import io.vigie.ingest.key.Credential;
import org.springframework.http.HttpHeaders;

/** A body and who sent it. */
public record Submission(Credential credential, HttpHeaders headers, byte[] body) {}
