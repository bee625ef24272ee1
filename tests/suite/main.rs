mod recommender;
