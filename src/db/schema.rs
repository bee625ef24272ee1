//! The tables as Diesel sees them, the same on SQLite and PostgreSQL (`tests/suite/database.rs` compares).
//!
//! The search index is not here: it differs by nature and lives in `models/search/`.

diesel::table! {
    handles (handle) {
        handle -> Text,
        kind -> Text,
        skeleton -> Text,
    }
}

diesel::table! {
    users (id) {
        id -> BigInt,
        uuid -> Text,
        handle -> Text,
        email -> Text,
        password_hash -> Text,
        display_name -> Text,
        about -> Text,
        role -> Text,
        session_epoch -> BigInt,
        disabled_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        history_paused_at -> Nullable<Timestamp>,
        history_forgotten_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sessions (key_hash) {
        key_hash -> Text,
        user_id -> BigInt,
        epoch -> BigInt,
        state -> Text,
        user_agent -> Text,
        address_prefix -> Text,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> BigInt,
        uuid -> Text,
        user_id -> BigInt,
        kind -> Text,
        token_hash -> Text,
        prefix -> Text,
        name -> Text,
        scopes -> Text,
        family -> Nullable<Text>,
        epoch -> BigInt,
        address_range -> Nullable<Text>,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
        expires_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    idempotency_keys (user_id, key) {
        user_id -> BigInt,
        key -> Text,
        fingerprint -> Text,
        lease -> Text,
        leased_until -> Timestamp,
        status -> Nullable<BigInt>,
        content_type -> Nullable<Text>,
        location -> Nullable<Text>,
        body -> Nullable<Text>,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    throttles (bucket, key) {
        bucket -> Text,
        key -> Text,
        failures -> BigInt,
        since -> Timestamp,
        blocked_until -> Timestamp,
    }
}

diesel::table! {
    channels (id) {
        id -> BigInt,
        uuid -> Text,
        handle -> Text,
        user_id -> BigInt,
        display_name -> Text,
        about -> Text,
        avatar -> Nullable<Text>,
        banner -> Nullable<Text>,
        subscribers -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    subscriptions (user_id, channel_id) {
        user_id -> BigInt,
        channel_id -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    videos (id) {
        id -> BigInt,
        uuid -> Text,
        channel_id -> BigInt,
        title -> Text,
        description -> Text,
        description_html -> Text,
        language -> Nullable<Text>,
        licence -> Nullable<Text>,
        category -> Nullable<Text>,
        privacy -> Text,
        sensitive -> Bool,
        state -> Text,
        note -> Nullable<Text>,
        blocked_at -> Nullable<Timestamp>,
        published_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        duration_ms -> BigInt,
        width -> Integer,
        height -> Integer,
        media_version -> Nullable<Text>,
        media_epoch -> BigInt,
        poster -> Nullable<Text>,
        comments_enabled -> Bool,
        downloads_enabled -> Bool,
        views -> BigInt,
        likes -> BigInt,
        dislikes -> BigInt,
        comments -> BigInt,
        recommendation_policy -> Text,
    }
}

diesel::table! {
    video_tags (video_id, tag) {
        video_id -> BigInt,
        tag -> Text,
    }
}

diesel::table! {
    uploads (id) {
        id -> BigInt,
        uuid -> Text,
        user_id -> BigInt,
        video_id -> BigInt,
        bytes -> BigInt,
        received -> BigInt,
        replaces -> Bool,
        checksum -> Nullable<Text>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        keep_original -> Bool,
        metadata -> Nullable<Text>,
    }
}

diesel::table! {
    direct_uploads (id) {
        id -> BigInt,
        uuid -> Text,
        user_id -> BigInt,
        bytes -> BigInt,
        store_upload -> Text,
        fields -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    media_files (id) {
        id -> BigInt,
        video_id -> BigInt,
        version -> Text,
        kind -> Text,
        name -> Text,
        height -> Nullable<Integer>,
        codec -> Nullable<Text>,
        language -> Nullable<Text>,
        bytes -> BigInt,
        bandwidth -> Nullable<BigInt>,
        frame_rate -> Nullable<Double>,
        width -> Nullable<Integer>,
        codecs -> Nullable<Text>,
        average_bandwidth -> Nullable<BigInt>,
    }
}

diesel::table! {
    share_links (id) {
        id -> BigInt,
        uuid -> Text,
        video_id -> BigInt,
        token_hash -> Text,
        label -> Text,
        uses -> BigInt,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    playlists (id) {
        id -> BigInt,
        uuid -> Text,
        user_id -> BigInt,
        channel_id -> Nullable<BigInt>,
        kind -> Text,
        title -> Text,
        description -> Text,
        privacy -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    playlist_items (id) {
        id -> BigInt,
        playlist_id -> BigInt,
        video_id -> BigInt,
        position -> BigInt,
        start_ms -> Nullable<BigInt>,
        stop_ms -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    chapters (video_id, origin, start_ms) {
        video_id -> BigInt,
        origin -> Text,
        start_ms -> BigInt,
        title -> Text,
    }
}

diesel::table! {
    captions (video_id, language) {
        video_id -> BigInt,
        language -> Text,
        label -> Text,
        webvtt -> Text,
        bytes -> BigInt,
        generated -> Bool,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    comments (id) {
        id -> BigInt,
        uuid -> Text,
        video_id -> BigInt,
        user_id -> BigInt,
        thread_id -> Nullable<BigInt>,
        parent_id -> Nullable<BigInt>,
        depth -> Integer,
        body -> Text,
        body_html -> Text,
        likes -> BigInt,
        dislikes -> BigInt,
        replies -> BigInt,
        score -> Double,
        pinned_at -> Nullable<Timestamp>,
        hearted_at -> Nullable<Timestamp>,
        hidden_at -> Nullable<Timestamp>,
        deleted_at -> Nullable<Timestamp>,
        edited_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    ratings (user_id, video_id) {
        user_id -> BigInt,
        video_id -> BigInt,
        value -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    comment_ratings (user_id, comment_id) {
        user_id -> BigInt,
        comment_id -> BigInt,
        value -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    reports (id) {
        id -> BigInt,
        uuid -> Text,
        user_id -> BigInt,
        video_id -> Nullable<BigInt>,
        comment_id -> Nullable<BigInt>,
        reason -> Text,
        text -> Text,
        state -> Text,
        handled_by -> Nullable<BigInt>,
        handled_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    audit_entries (id) {
        id -> BigInt,
        user_id -> Nullable<BigInt>,
        action -> Text,
        subject_kind -> Text,
        subject_uuid -> Text,
        before -> Text,
        after -> Text,
        address_prefix -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    watch_events (id) {
        id -> BigInt,
        uuid -> Text,
        user_id -> BigInt,
        video_id -> BigInt,
        created_at -> Timestamp,
        watched_ms -> BigInt,
        duration_ms -> BigInt,
        position_ms -> BigInt,
        source -> Text,
        rank -> Nullable<Integer>,
        impression_uuid -> Nullable<Text>,
    }
}

diesel::table! {
    history (user_id, video_id) {
        user_id -> BigInt,
        video_id -> BigInt,
        position_ms -> BigInt,
        watched_ms -> BigInt,
        last_watched_at -> Timestamp,
        finished -> Bool,
    }
}

diesel::table! {
    impressions (id) {
        id -> BigInt,
        uuid -> Text,
        user_id -> BigInt,
        page -> Text,
        video_id -> Nullable<BigInt>,
        created_at -> Timestamp,
        items -> Text,
        model_version -> Text,
        features -> Nullable<Binary>,
    }
}

diesel::table! {
    feedback (id) {
        id -> BigInt,
        user_id -> BigInt,
        video_id -> Nullable<BigInt>,
        channel_id -> Nullable<BigInt>,
        kind -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    video_counters (video_id, kind) {
        video_id -> BigInt,
        kind -> Text,
        value -> Double,
        at_ms -> BigInt,
    }
}

diesel::table! {
    transitions (from_video_id, to_video_id) {
        from_video_id -> BigInt,
        to_video_id -> BigInt,
        weight -> Double,
        at_ms -> BigInt,
    }
}

diesel::table! {
    co_watches (video_id, other_video_id) {
        video_id -> BigInt,
        other_video_id -> BigInt,
        weight -> Double,
        at_ms -> BigInt,
    }
}

diesel::table! {
    recommender_models (version) {
        version -> BigInt,
        effort -> Text,
        file -> Nullable<Text>,
        bytes -> BigInt,
        checksum -> Text,
        metrics -> Text,
        trained_at -> Timestamp,
        published_at -> Nullable<Timestamp>,
        retired_at -> Nullable<Timestamp>,
        pinned_at -> Nullable<Timestamp>,
        refused -> Nullable<Text>,
    }
}

diesel::table! {
    recommender_comparisons (id) {
        id -> BigInt,
        version -> BigInt,
        other_version -> Nullable<BigInt>,
        started_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        lists -> BigInt,
        clicks -> BigInt,
        other_clicks -> BigInt,
        watched_ms -> BigInt,
        other_watched_ms -> BigInt,
    }
}

diesel::table! {
    imports (id) {
        id -> BigInt,
        uuid -> Text,
        user_id -> BigInt,
        source -> Text,
        address -> Text,
        channel -> Nullable<Text>,
        privacy -> Text,
        runner -> Text,
        state -> Text,
        listed_at -> Nullable<Timestamp>,
        total -> BigInt,
        taken -> BigInt,
        there_already -> BigInt,
        passed_over -> BigInt,
        failed -> BigInt,
        error -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    import_items (id) {
        id -> BigInt,
        import_id -> BigInt,
        key -> Text,
        reference -> Text,
        title -> Text,
        state -> Text,
        note -> Nullable<Text>,
        taken_uuid -> Nullable<Text>,
        kind -> Text,
    }
}

diesel::table! {
    tasks (id) {
        id -> BigInt,
        lane -> Text,
        kind -> Text,
        payload -> Text,
        priority -> BigInt,
        run_at -> Timestamp,
        attempts -> Integer,
        lease_token -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        progress -> Integer,
        error -> Nullable<Text>,
        state -> Text,
        created_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
        user_id -> Nullable<BigInt>,
        started_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    webhooks (id) {
        id -> BigInt,
        uuid -> Text,
        user_id -> BigInt,
        address -> Text,
        events -> Text,
        sealed_secret -> Text,
        state -> Text,
        failing_since -> Nullable<Timestamp>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    webhook_deliveries (id) {
        id -> BigInt,
        uuid -> Text,
        webhook_id -> BigInt,
        event -> Text,
        body -> Text,
        state -> Text,
        attempts -> Integer,
        status -> Nullable<Integer>,
        answer -> Nullable<Text>,
        error -> Nullable<Text>,
        duration_ms -> Nullable<BigInt>,
        created_at -> Timestamp,
        attempted_at -> Nullable<Timestamp>,
        next_attempt_at -> Nullable<Timestamp>,
    }
}

diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(api_tokens -> users (user_id));
diesel::joinable!(channels -> users (user_id));
diesel::joinable!(subscriptions -> users (user_id));
diesel::joinable!(subscriptions -> channels (channel_id));
diesel::joinable!(videos -> channels (channel_id));
diesel::joinable!(video_tags -> videos (video_id));
diesel::joinable!(uploads -> users (user_id));
diesel::joinable!(uploads -> videos (video_id));
diesel::joinable!(direct_uploads -> users (user_id));
diesel::joinable!(media_files -> videos (video_id));
diesel::joinable!(share_links -> videos (video_id));
diesel::joinable!(playlists -> users (user_id));
diesel::joinable!(playlist_items -> playlists (playlist_id));
diesel::joinable!(playlist_items -> videos (video_id));
diesel::joinable!(chapters -> videos (video_id));
diesel::joinable!(captions -> videos (video_id));
diesel::joinable!(comments -> videos (video_id));
diesel::joinable!(comments -> users (user_id));
diesel::joinable!(ratings -> users (user_id));
diesel::joinable!(ratings -> videos (video_id));
diesel::joinable!(comment_ratings -> users (user_id));
diesel::joinable!(comment_ratings -> comments (comment_id));
diesel::joinable!(reports -> users (user_id));
diesel::joinable!(reports -> videos (video_id));
diesel::joinable!(reports -> comments (comment_id));
diesel::joinable!(audit_entries -> users (user_id));
diesel::joinable!(watch_events -> users (user_id));
diesel::joinable!(watch_events -> videos (video_id));
diesel::joinable!(history -> users (user_id));
diesel::joinable!(history -> videos (video_id));
diesel::joinable!(impressions -> users (user_id));
diesel::joinable!(impressions -> videos (video_id));
diesel::joinable!(feedback -> users (user_id));
diesel::joinable!(feedback -> videos (video_id));
diesel::joinable!(feedback -> channels (channel_id));
diesel::joinable!(video_counters -> videos (video_id));
diesel::joinable!(co_watches -> videos (video_id));
diesel::joinable!(tasks -> users (user_id));
diesel::joinable!(webhooks -> users (user_id));
diesel::joinable!(webhook_deliveries -> webhooks (webhook_id));

diesel::allow_tables_to_appear_in_same_query!(
    handles,
    users,
    sessions,
    api_tokens,
    throttles,
    channels,
    subscriptions,
    videos,
    video_tags,
    uploads,
    imports,
    import_items,
    direct_uploads,
    media_files,
    share_links,
    playlists,
    playlist_items,
    chapters,
    captions,
    comments,
    ratings,
    comment_ratings,
    reports,
    audit_entries,
    watch_events,
    history,
    impressions,
    feedback,
    video_counters,
    transitions,
    co_watches,
    recommender_models,
    recommender_comparisons,
    tasks,
    webhooks,
    webhook_deliveries,
);
